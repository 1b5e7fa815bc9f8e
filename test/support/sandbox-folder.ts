// A sandbox folder made without starting the program, with the faults that a test wants in it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseWorld } from '../../src/sandbox/kernel/persistence/saved-world.js';
import { openStateFile } from '../../src/sandbox/kernel/persistence/state-file.js';
import type { WorldState } from '../../src/sandbox/kernel/state.js';
import type { Fault } from '../../src/sandbox/faults/request-faults.js';
import { buildDefaultWorld } from '../../src/sandbox/estates/default-world.js';
import { VIRTUAL_START } from './virtual-clock.js';

/** Writes the default world into a folder; returns the folder. */
export function sandboxFolder(parent: string, name: string, faults: Fault[] = []): string {
  const folder = path.join(parent, name);
  mkdirSync(folder, { mode: 0o700 });
  const world = { ...buildDefaultWorld(VIRTUAL_START), faults };
  writeFileSync(path.join(folder, 'world.json'), JSON.stringify(world));
  return folder;
}

/** Status requests of protection never get an answer. */
export const HANGING_STATUS: Fault[] = ['operationsStatus', 'backupOperations'].map((segment) => ({
  match: `GET management.azure.com/**/${segment}/*`,
  then: { kind: 'hang' },
}));

/** The world that a folder holds by now. */
export async function worldInFolder(folder: string): Promise<WorldState> {
  const file = await openStateFile(folder, () => {
    throw new Error(`there is no world in ${folder}`);
  });
  return parseWorld(file.path, await file.transact((state) => JSON.stringify(state)));
}
