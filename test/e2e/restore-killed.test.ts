// A restore whose process is killed (SIGKILL) after each of its steps, and the same command again: the disks, the
// machine and the keys are as if nothing had been, nothing is made twice, and no key material is left in storage.
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cleanPlace, explained, runBin, startOf } from '../support/process/bin.js';
import { sandboxFolder, worldInFolder } from '../support/sandbox-folder.js';
import { outcomeOfRestore } from '../workflow/restore/restores.js';

const place = cleanPlace();
afterAll(() => place.remove());

const RESTORE = 'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --progress jsonl'.split(
  ' ',
);

const eventSchema = z.object({
  type: z.enum(['step.done', 'operation.accepted']),
  step: z.object({ kind: z.string() }),
});

/** `.ci/run` asks for more kills: after every step. */
const MORE_KILLS = process.env['AZBACKUP_KILL_ROUNDS'] !== undefined;

/** Lasts: other steps may end together with the one before, ahead of the kill. */
const LONG_STEP = 'create-machine';

type StepEvent = z.infer<typeof eventSchema>;

/** Runs the command and kills it at such an event; the kind of its step, undefined where it had none left. */
async function killedAt(
  folder: string,
  isMeant: (event: StepEvent) => boolean,
): Promise<string | undefined> {
  const start = startOf([...RESTORE, '--sandbox-dir', folder]);
  const child = spawn(start.file, start.args, {
    cwd: place.directory,
    env: { ...place.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  let done: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    const event = line.startsWith('{') ? eventSchema.safeParse(JSON.parse(line)).data : undefined;
    if (event !== undefined && done === undefined && isMeant(event)) {
      done = event.step.kind;
      child.kill('SIGKILL');
    }
  }
  await ended;
  return done;
}

function isEndOfStep({ type }: StepEvent): boolean {
  return type === 'step.done';
}

async function outcomeIn(folder: string): Promise<unknown> {
  return outcomeOfRestore(await worldInFolder(folder));
}

describe('a restore of VM014 that is killed', () => {
  // As many runs of a restore as it has steps.
  it.runIf(MORE_KILLS)(
    'after its steps goes on every time, and ends as if it had not been',
    async () => {
      const whole = sandboxFolder(place.directory, 'whole');
      const undisturbed = await runBin(place, [...RESTORE, '--sandbox-dir', whole]);
      expect(explained(undisturbed.code, 0, undisturbed.stderr)).toBe(0);
      const folder = sandboxFolder(place.directory, 'killed');
      const steps: string[] = [];
      for (let step = await killedAt(folder, isEndOfStep); step !== undefined;) {
        steps.push(step);
        step = await killedAt(folder, isEndOfStep);
      }
      expect(steps).toContain(LONG_STEP);
      const { code, stderr } = await runBin(place, [...RESTORE, '--sandbox-dir', folder]);
      expect(explained(code, 0, stderr)).toBe(0);
      expect(await outcomeIn(folder)).toEqual(await outcomeIn(whole));
      // Written down for its owner alone; what is over is kept for a month, as it tells whose files are whose.
      const journal = path.join(folder, 'operations');
      const files = readdirSync(journal);
      expect(files).toHaveLength(1);
      expect(statSync(path.join(journal, files[0] ?? '')).mode & 0o777).toBe(0o600);
    },
  );

  it('as soon as Azure has accepted it is found by the next run, before it is listed', async () => {
    const folder = sandboxFolder(place.directory, 'accepted');
    const at = await killedAt(
      folder,
      ({ type, step }) => type === 'operation.accepted' && step.kind === 'restore-disks',
    );
    expect(at).toBe('restore-disks');
    const { code, stderr } = await runBin(place, [...RESTORE, '--sandbox-dir', folder]);
    expect(explained(code, 0, stderr)).toBe(0);
    expect(await outcomeIn(folder)).toMatchObject({ restores: 1, blobs: [], runs: true });
  });
});
