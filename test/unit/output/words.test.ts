// Durations, times, counts, text in columns.
import { describe, expect, it } from 'vitest';
import { counted, countLabels } from '../../../src/output/counts.js';
import { formatAge, formatDuration, formatStopwatch } from '../../../src/output/durations.js';
import {
  formatInstant,
  formatInstantWithAge,
  formatPlannedInstant,
} from '../../../src/output/instants.js';
import { formatTable } from '../../../src/output/table.js';
import {
  cutEnd,
  padEnd,
  shortenId,
  shortenMiddle,
  stripControls,
  wrapIndented,
} from '../../../src/output/text-width.js';
import { createView, type View } from '../../../src/output/view.js';
import { recordIo } from './recorded-io.js';
import { NOW } from '../commands/results/sample-documents.js';

function view(tty: boolean, timeZone = 'Asia/Tokyo'): View {
  return { ...createView(recordIo({ tty, columns: 60 }).io, 'out', { now: NOW }), timeZone };
}

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [-3, '0 s'],
    [0.4, '0.4 s'],
    [9.96, '10 s'],
    [38.2, '38 s'],
    [59.7, '1m00s'],
    [462, '7m42s'],
    [11_100, '3h05m'],
    [187_200, '2d04h'],
  ])('%d seconds are %s', (seconds, expected) => {
    expect(formatDuration(seconds)).toBe(expected);
  });

  it.each([
    [21.9, '0:21'],
    [3723, '1:02:03'],
  ])('a stopwatch at %d shows %s', (seconds, expected) => {
    expect(formatStopwatch(seconds)).toBe(expected);
  });

  it.each([
    [40, '40 s'],
    [750, '12 min'],
    [64_800, '18 h'],
    [172_800, '2 days'],
  ])('%d seconds of age are %s', (seconds, expected) => {
    expect(formatAge(seconds)).toBe(expected);
  });
});

describe('times', () => {
  it('are UTC, with their age on a terminal alone', () => {
    const instant = '2026-11-22T22:41:09.1234567Z';
    expect(formatInstant(instant, view(true))).toBe('2026-11-22 22:41 UTC');
    expect(formatInstantWithAge(instant, 64_800, view(true))).toBe(
      '2026-11-22 22:41 UTC (2026-11-23 07:41 JST), 18 h ago',
    );
    expect(formatInstantWithAge(instant, 64_800, view(true, 'America/New_York'))).toBe(
      '2026-11-22 22:41 UTC (17:41 EST), 18 h ago',
    );
    expect(formatInstantWithAge(instant, 64_800, view(true, 'UTC'))).toBe(
      '2026-11-22 22:41 UTC, 18 h ago',
    );
    expect(formatInstantWithAge(instant, 64_800, view(false))).toBe('2026-11-22T22:41:09Z');
  });

  it.each([
    ['Asia/Tokyo', '2026-11-23T22:30:00Z', '22:30 UTC (07:30 JST)'],
    ['Asia/Tokyo', '2026-12-23T00:00:00Z', '2026-12-23 00:00 UTC (09:00 JST)'],
    ['Asia/Tokyo', '2026-12-23T22:30:00Z', '2026-12-23 22:30 UTC (2026-12-24 07:30 JST)'],
    ['Europe/Berlin', '2026-11-23T22:30:00Z', '22:30 UTC (23:30 CET)'],
    ['America/New_York', '2026-11-23T22:30:00Z', '22:30 UTC (17:30 EST)'],
    ['America/Sao_Paulo', '2026-11-23T22:30:00Z', '22:30 UTC (19:30 UTC-3)'],
    ['UTC', '2026-11-23T22:30:00Z', '22:30 UTC'],
    // Less than a day ahead, and yet tomorrow.
    ['UTC', '2026-11-24T08:00:00Z', '2026-11-24 08:00 UTC'],
    ['Asia/Tokyo', '2026-11-24T08:00:00Z', '2026-11-24 08:00 UTC (17:00 JST)'],
    // Today where the reader is, beside the date that it has in UTC.
    ['America/New_York', '2026-11-24T01:00:00Z', '2026-11-24 01:00 UTC (2026-11-23 20:00 EST)'],
  ])('to come are told in %s as well', (timeZone, instant, expected) => {
    expect(formatPlannedInstant(instant, view(true, timeZone))).toBe(expected);
    expect(formatPlannedInstant(instant, view(false, timeZone))).toBe(instant);
  });
});

it('a time that is today in UTC has its date where it is tomorrow for the reader', () => {
  const morning = { ...view(true, 'Asia/Tokyo'), now: '2026-11-23T10:00:00Z' };
  expect(formatPlannedInstant('2026-11-23T22:30:00Z', morning)).toBe(
    '22:30 UTC (2026-11-24 07:30 JST)',
  );
});

describe('counts', () => {
  it('agree in number', () => {
    expect([counted(1, 'change'), counted(0, 'change')]).toEqual(['1 change', '0 changes']);
    expect(countLabels(['blocked', 'ready', 'blocked'])).toBe('2 blocked, 1 ready');
  });
});

describe('text in columns', () => {
  it('is measured as wide as it looks', () => {
    expect(padEnd('古', 4)).toBe('古  ');
    expect(padEnd('\u001B[31mx\u001B[39m', 2)).toBe('\u001B[31mx\u001B[39m ');
  });

  it('is shortened in the middle or at the end, never lengthened', () => {
    expect(shortenMiddle('/subscriptions/0000/vaults/rsv-prod', 16)).toBe('/subscript…-prod');
    expect(shortenMiddle('short', 16)).toBe('short');
    expect(cutEnd('protecting VM001', 10)).toBe('protectin…');
    expect(shortenId('1f0c8a52-7c1e-4c57-9f0e-5d5c9d1f0c77')).toBe('1f0c…77');
    expect(shortenId('default')).toBe('default');
  });

  it('wraps by words and keeps ids whole', () => {
    const id = `/subscriptions/${'0'.repeat(40)}`;
    expect(wrapIndented(`look at ${id}\r\nfirst`, 30, 2, 4)).toBe(
      `  look at\n    ${id}\n    first`,
    );
  });

  it('carries colours and line breaks, and no other control character', () => {
    const text = '\u001B[31mred\u001B[39m\n\u001B]0;title\u0007\u009B31mx\r';
    expect(stripControls(text)).toBe('\u001B[31mred\u001B[39m\n]0;title31mx');
  });
});

describe('a table', () => {
  const columns = [{ header: 'vm' }, { header: 'id', shortens: true }, { header: 'note' }] as const;
  const id = `/subscriptions/${'0'.repeat(60)}/vaults/rsv-prod`;
  const rows = [['VM001', id, 'a note\nthat is long enough to be wrapped']];

  it('fits a terminal by shortening ids and wrapping its last column', () => {
    const lines = formatTable(columns, rows, view(true)).join('\n').split('\n');
    expect(lines[0]).toMatch(/^VM {5}ID +NOTE$/u);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.join(' ')).toContain('…');
  });

  it('leaves out what matters least where there is no room, and never breaks a code', () => {
    const code = 'UserErrorKeyVaultPermissionsNotConfigured';
    const dropping = [
      { header: 'vm' },
      { header: 'vault', drops: 2 },
      { header: 'policy', drops: 1 },
      { header: 'error', whole: true },
    ];
    const row = ['VM014', 'rsv-prod', 'daily-90-days', code];
    expect(formatTable(dropping, [row], view(true))).toEqual([
      'VM     VAULT     ERROR',
      `VM014  rsv-prod  ${code}`,
    ]);
    expect(formatTable(dropping, [row], view(false))[1]).toBe(row.join('  '));
  });

  it('keeps each row whole and on one line in a pipe', () => {
    expect(formatTable(columns, rows, view(false))).toEqual([
      `VM     ID${' '.repeat(id.length)}NOTE`,
      `VM001  ${id}  a note that is long enough to be wrapped`,
    ]);
  });

  it('leaves a table as wide as it is when nothing in it may shrink', () => {
    const wide = formatTable(
      [{ header: 'a' }, { header: 'b' }],
      [['x'.repeat(70), 'y']],
      view(true),
    );
    expect(wide[1]).toBe(`${'x'.repeat(70)}  y`);
  });
});
