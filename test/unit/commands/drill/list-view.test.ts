// `drill list` as a table: a drill that was killed does not look like one that runs.

import { expect, it } from 'vitest';
import type { Drill } from '../../../../src/commands/drill/evidence.js';
import { formatResultView } from '../../../support/result-view.js';
import { createView } from '../../../../src/output/view.js';
import { recordIo } from '../../output/recorded-io.js';
import { aDrill } from './samples.js';

function listed(...items: readonly Drill[]): string {
  const summary = { total: items.length, outcomes: {} };
  return formatResultView(
    { kind: 'drill-list', schemaVersion: 1, items: [...items], summary },
    createView(recordIo({ tty: false }).io, 'out', { now: '2026-11-23T19:00:00Z' }),
  );
}

it.each([
  ['2026-11-23T18:59:59Z', 'interrupted'],
  ['2026-11-23T19:00:01Z', 'running'],
])('a drill without an end whose time ends at %s is %s', (expires, word) => {
  const text = listed(aDrill({ outcome: 'running', cleanup: 'pending', expires }), aDrill());
  expect(text).toMatch(new RegExp(`VM005 +${word} +pending`, 'u'));
  expect(text.includes('azbackup drill clean --expired')).toBe(word === 'interrupted');
});

it('what has ended has its result, whenever its time would have been over', () => {
  expect(listed(aDrill({ expires: '2026-11-23T18:00:00Z' }))).toMatch(/VM005 +passed +clean/u);
});
