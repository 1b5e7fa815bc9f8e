// Runs a check over a table of facts: which verdict, and words that the verdict must contain.

import { expect, it } from 'vitest';
import type { Check, CheckStatus, Severity, CheckResult } from '../../src/preflight/check.js';
import type { FactsBuilder } from './facts-builder.js';

/** One row: a sentence, the facts, the expected status, words to be found, and a severity of its own. */
export type CheckRow = readonly [
  title: string,
  facts: FactsBuilder,
  status: CheckStatus,
  words?: readonly string[],
  severity?: Severity,
];

/** Everything that a verdict says, as one text. */
export function textOf({ summary, evidence = [], fix = [] }: CheckResult): string {
  return [summary, ...evidence, ...fix].join('\n');
}

/** Makes one test of each row; the first verdict of the check is looked at. Whatever fails has a fix. */
export function testCheck(check: Check, rows: readonly CheckRow[]): void {
  for (const [title, { facts }, status, words = [], severity] of rows) {
    it(`${check.id}: ${title}`, () => {
      const [verdict] = check.evaluate(facts);
      const text = verdict === undefined ? '' : textOf(verdict);
      expect({ status: verdict?.status, severity: verdict?.severity }).toEqual({
        status,
        severity,
      });
      expect(words.filter((word) => !text.includes(word))).toEqual([]);
      const troubled = status === 'fail' || status === 'unknown';
      expect((verdict?.fix ?? []).length > 0).toBe(troubled);
    });
  }
}
