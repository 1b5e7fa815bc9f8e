// Recovery points as a person sees them: a terminal of 100 columns, without colour, and a pipe.
import { describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../../src/commands/catalogue.js';
import { formatResultView } from '../../../support/result-view.js';
import { createView, type View } from '../../../../src/output/view.js';
import { recordIo } from '../../output/recorded-io.js';
import {
  CALENDAR,
  listedMachine,
  POINT_WITH_DISKS,
  POINT_WITHOUT_ADE,
  POINTS_OF_ONE,
  POINTS_OF_SEVERAL,
  recoveryPoint,
  recoveryPoints,
} from './samples.js';
import { NOW } from '../results/sample-documents.js';
import { goldenFile } from '../../../support/golden.js';

function terminal(columns = 100): View {
  return createView(recordIo({ tty: true, columns }).io, 'out', { now: NOW });
}

const SAMPLES: readonly (readonly [string, ResultDocument])[] = [
  ['recovery-points', POINTS_OF_ONE],
  ['recovery-points-several', POINTS_OF_SEVERAL],
  ['recovery-points-calendar', CALENDAR],
  ['recovery-point', recoveryPoint()],
  ['recovery-point-disks', POINT_WITH_DISKS],
  ['recovery-point-without-ade', POINT_WITHOUT_ADE],
];

describe('recovery points', () => {
  it.each(SAMPLES)('%s', async (name, document) => {
    const text = formatResultView(document, terminal());
    await expect(text).toMatchFileSnapshot(goldenFile(name));
  });

  it.each(SAMPLES)('%s fits 100 columns', (_, document) => {
    const wide = formatResultView(document, terminal(160)).split('\n');
    expect(wide.filter((line) => line.length > 100)).toEqual([]);
  });

  it('in a calendar stand below each other where there is no room', () => {
    const narrow = formatResultView(CALENDAR, terminal(40)).split('\n');
    expect(
      narrow.filter((line) => /^(?:August|September|October|November) 2026$/u.test(line)),
    ).toHaveLength(4);
    const months = narrow.filter((line) => /^(?: \d|\d\d) /u.test(line));
    expect(months.filter((line) => line.length > 23)).toEqual([]);
  });

  it('of no machine at all', () => {
    expect(formatResultView(recoveryPoints([], []), terminal())).toBe(
      'No protected machines found.\n',
    );
  });

  it.each([
    ['ProtectionStopped', 'Its protection is stopped; its points are kept.'],
    ['BackupsSuspended', 'Its backups are suspended; its points expire by policy.'],
  ])('of an item that is %s', (protectionState, sentence) => {
    const machine = listedMachine('VM005', { protectionState, daysMissing: null });
    const text = formatResultView(recoveryPoints([machine], []), terminal());
    expect(text.replaceAll(/\s+/gu, ' ')).toContain(sentence);
  });

  it('whose keys Azure does not name', () => {
    const text = formatResultView(recoveryPoint({ encryption: null }), terminal());
    expect(text).toContain('ADE; keys not reported');
  });

  it('that are in the archive say nothing of moving there', () => {
    const tiers = [{ tier: 'archive', status: 'Valid' } as const];
    const text = formatResultView(recoveryPoint({ tiers }), terminal());
    expect(text).not.toContain('moved');
  });
});
