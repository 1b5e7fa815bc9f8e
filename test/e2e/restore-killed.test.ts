// A restore whose process is killed (SIGKILL) after each of its steps, and the same command again: the disks, the
// machine and the keys are as if nothing had been, nothing is made twice, and no key material is left in storage.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BIN, cleanPlace, explained, runBin } from '../support/process/bin.js';
import { sandboxFolder, worldInFolder } from '../support/sandbox-folder.js';
import { outcomeOfRestore } from '../workflow/restore/restores.js';

const place = cleanPlace();
afterAll(() => place.remove());

const RESTORE = 'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --progress jsonl'.split(
  ' ',
);

const eventSchema = z.object({
  type: z.literal('step.done'),
  step: z.object({ kind: z.string() }),
});

/** A step that lasts: others may end together with the one before, ahead of the kill. */
const LONG_STEPS = ['create-machine'];

/** Every step where `.ci/run` asks for more kills. */
const ENDS_WITH: readonly string[] | undefined =
  process.env['AZBACKUP_KILL_ROUNDS'] === undefined ? LONG_STEPS : undefined;

/** Runs the command and kills it after such a step; the kind of that step, undefined where it had none left. */
async function killedAfterAStep(folder: string): Promise<string | undefined> {
  const child = spawn(process.execPath, [BIN, ...RESTORE, '--sandbox-dir', folder], {
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
    if (event !== undefined && done === undefined && isLast(event.step.kind)) {
      done = event.step.kind;
      child.kill('SIGKILL');
    }
  }
  await ended;
  return done;
}

function isLast(kind: string): boolean {
  return ENDS_WITH === undefined || ENDS_WITH.includes(kind);
}

async function outcomeIn(folder: string): Promise<unknown> {
  return outcomeOfRestore(await worldInFolder(folder));
}

describe('a restore of VM014 that is killed', () => {
  it('after its steps goes on every time, and ends as if it had not been', async () => {
    const whole = sandboxFolder(place.directory, 'whole');
    const undisturbed = await runBin(place, [...RESTORE, '--sandbox-dir', whole]);
    expect(explained(undisturbed.code, 0, undisturbed.stderr)).toBe(0);
    const folder = sandboxFolder(place.directory, 'killed');
    const steps: string[] = [];
    for (let step = await killedAfterAStep(folder); step !== undefined;) {
      steps.push(step);
      step = await killedAfterAStep(folder);
    }
    expect(steps).toEqual(expect.arrayContaining(LONG_STEPS));
    const { code, stderr } = await runBin(place, [...RESTORE, '--sandbox-dir', folder]);
    expect(explained(code, 0, stderr)).toBe(0);
    expect(await outcomeIn(folder)).toEqual(await outcomeIn(whole));
  });
});
