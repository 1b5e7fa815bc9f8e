// The law of policies: what Azure would take is taken by the program and by the sandbox, and whoever shows a
// policy can make the same one from what is shown, from a file or in words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { termsToJson } from '../../../src/commands/policy/report.js';
import type { PolicyTerms } from '../../../src/domain/backup-policy/policy.js';
import type { PolicyShowDocument } from '../../../src/commands/policy/result.js';
import { optionWords } from '../../../src/commands/policy/change/plan.js';
import { ianaZone } from '../../../src/commands/policy/time-zone.js';
import { randomTerms } from '../../support/random-policies.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';

/** Each policy takes several commands, so there are not many of them. */
const RUNS = { numRuns: 8 };

/** A name that starts with a hyphen must not be taken for an option. */
const HYPHEN: PolicyTerms = {
  policyType: 'Standard',
  timeZone: 'UTC',
  schedule: { frequency: 'Weekly', times: ['00:00'], days: ['Saturday'] },
  retention: { weekly: { weeks: 2, on: ['Saturday'] } },
  instantRestoreDays: 5,
  snapshotGroup: { prefix: '-g0' },
};

function policy(argv: readonly string[], options: RunOptions): Promise<CliRun> {
  return runCli(['policy', ...argv, '--vault', 'rsv-prod', '-o', 'json'], options);
}

function termsIn(run: CliRun): unknown {
  return run.json<PolicyShowDocument & Record<string, unknown>>().items[0]?.terms;
}

describe('policy show -o json', () => {
  it('into policy create --file makes the same policy', async () => {
    await fc.assert(
      fc.asyncProperty(randomTerms, async (terms) => {
        const world = defaultWorld();
        const stdin = JSON.stringify(termsToJson(terms));
        const made = await policy(['create', 'one', '--file', '-'], { world, stdin });
        expect([made.code, made.stderr]).toEqual([0, expect.not.stringContaining('error')]);
        const shown = await policy(['show', 'one'], { world });
        expect(termsIn(shown)).toEqual(termsToJson(terms));
        const again = await policy(['create', 'two', '--file', '-'], {
          world,
          stdin: shown.stdout,
        });
        expect(again.code).toBe(0);
        expect(termsIn(await policy(['show', 'two'], { world }))).toEqual(termsIn(shown));
        const same = await policy(['diff', 'one', 'two', '--detailed-exitcode'], { world });
        expect(same.code).toBe(0);
        const nothing = await policy(['update', 'one', '--file', '-'], {
          world,
          stdin: shown.stdout,
        });
        expect(nothing).toMatchObject({ code: 0, writes: [] });
      }),
      RUNS,
    );
  });
});

describe('the words of a policy', () => {
  it('make it', async () => {
    await fc.assert(
      fc.asyncProperty(randomTerms, async (terms) => {
        const world = defaultWorld();
        const made = await policy(['create', 'worded', ...wordsOf(terms)], { world });
        expect([made.code, made.stderr]).toEqual([0, expect.not.stringContaining('error')]);
        expect(termsIn(await policy(['show', 'worded'], { world }))).toEqual(termsToJson(terms));
      }),
      { ...RUNS, examples: [[HYPHEN]] },
    );
  });
});

/** The options that a plan shows, as a shell would take them apart. */
function wordsOf(terms: PolicyTerms): string[] {
  return optionWords(terms, ianaZone(terms.timeZone) ?? terms.timeZone).flatMap((option) =>
    option.split(/ (?=--)/u).flatMap((each) => {
      const [name = '', ...value] = each.split(' ');
      return value.length === 0 ? [name] : [name, value.join(' ')];
    }),
  );
}
