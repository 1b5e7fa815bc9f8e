// How the steps of one item ended, taken together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endingOfSteps,
  exitOfRunning,
  type StepsEnding,
} from '../../../../src/commands/results/outcome.js';
import { AzbackupError, type AzbackupErrorFields } from '../../../../src/errors/azbackup-error.js';
import type { StepResult } from '../../../../src/steps/apply.js';

const DONE = { status: 'done', seconds: 1 } as const;
const LATER = { status: 'done', seconds: 2, jobId: 'job' } as const;
const RUNNING = { status: 'running', reason: 'timeout', seconds: 1 } as const;
const SKIPPED = { status: 'skipped', because: 'what it follows failed' } as const;

function failed(kind: AzbackupErrorFields['kind']): StepResult {
  const error = new AzbackupError({ code: 'AZB_NOT_ALLOWED', kind, message: 'no' });
  return { status: 'failed', error, seconds: 1 };
}

const BUG: StepResult = { status: 'failed', error: new TypeError('x is undefined'), seconds: 1 };

describe('the ending of steps', () => {
  it.each<[string, readonly (StepResult | undefined)[], Partial<StepsEnding> & object]>([
    ['none', [], { status: 'done', last: undefined }],
    ['all done', [DONE, LATER], { status: 'done', last: LATER }],
    ['one runs', [DONE, RUNNING], { status: 'running', result: RUNNING }],
    ['one runs and others wait for it', [RUNNING, SKIPPED], { status: 'running' }],
    ['one was skipped', [DONE, SKIPPED], { status: 'skipped' }],
    ['one never began', [DONE, undefined], { status: 'skipped' }],
    [
      'the first failed',
      [failed('not-allowed'), SKIPPED],
      { status: 'failed', exit: 'not-allowed' },
    ],
    ['one failed after another was done', [DONE, failed('not-allowed')], { exit: 'partial' }],
    [
      'Azure failed after another was done',
      [DONE, failed('azure-failed')],
      { exit: 'azure-failed' },
    ],
    ['one failed while another runs', [RUNNING, failed('blocked')], { exit: 'blocked' }],
  ])('%s', (_, results, expected) => {
    expect(endingOfSteps(results)).toMatchObject(expected);
  });

  it('is none where one failed by a bug', () => {
    expect(() => endingOfSteps([BUG])).toThrow('x is undefined');
  });

  it('is done only where every step is', () => {
    const result = fc.constantFrom(DONE, LATER, RUNNING, SKIPPED, failed('blocked'), undefined);
    fc.assert(
      fc.property(fc.array(result, { maxLength: 5 }), (results) => {
        const isDone = results.every((each) => each?.status === 'done');
        expect(endingOfSteps(results).status === 'done').toBe(isDone);
      }),
    );
  });
});

describe('the exit of what still runs', () => {
  it.each([
    ['interrupted', 'interrupted'],
    ['timeout', 'still-running'],
    ['no-wait', 'done'],
  ] as const)('because of %s is %s', (reason, exit) => {
    expect(exitOfRunning(reason)).toBe(exit);
  });
});
