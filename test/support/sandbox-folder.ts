// A sandbox folder made without starting the program, with the faults that a test wants in it.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
