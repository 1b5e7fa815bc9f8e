// Backups and jobs as a person sees them: a terminal of 100 columns, without colour, and a pipe.
import { describe, expect, it } from 'vitest';
import { formatInBothZones } from '../../../../src/output/instants.js';
import { transferWords } from '../../../../src/output/job-words.js';
import { formatResultView } from '../../../support/result-view.js';
import { createView, type View } from '../../../../src/output/view.js';
import { BACKUP_SAMPLES, JOB_SAMPLES, jobItem } from './samples.js';
import { recordIo } from '../../output/recorded-io.js';
import { NOW } from '../results/sample-documents.js';
import { goldenFile } from '../../../support/golden.js';

function terminal(columns = 100): View {
  return createView(recordIo({ tty: true, columns }).io, 'out', { now: NOW });
}

const SAMPLES = [...BACKUP_SAMPLES, ...JOB_SAMPLES];

describe('backups and jobs', () => {
  it.each(SAMPLES)('%s', async (name, document) => {
    const text = formatResultView(document, terminal());
    await expect(text).toMatchFileSnapshot(goldenFile(name));
  });

  it.each(SAMPLES)('%s fits 100 columns, but for commands', (_, document) => {
    const lines = formatResultView(document, terminal(160)).split('\n');
    expect(lines.filter((line) => line.length > 100 && !/^ +azbackup/u.test(line))).toEqual([]);
  });

  it('have their reasons and whole ids in a pipe', () => {
    const [, list] = JOB_SAMPLES[0] ?? [];
    const view = createView(recordIo().io, 'out', { now: NOW });
    const text = list === undefined ? '' : formatResultView(list, view);
    expect(text).toMatch(
      /failed +1m35s +rsv-prod +UserErrorKeyVaultPermissionsNotConfigured +4e2d/u,
    );
  });
});

describe('what was moved', () => {
  it.each([
    ['62 GBs / 127 GBs Transferred', '62 of 127 GB'],
    ['63.5 GBs / 127 GBs Transferred', '63.5 of 127 GB'],
    ['900 MBs / 1.2 GBs Transferred', '900 MB of 1.2 GB'],
    ['something else', 'something else'],
    [null, ''],
  ])('%j is %j', (details, words) => {
    expect(transferWords(details)).toBe(words);
  });
});

describe('a time in both zones', () => {
  it.each([
    ['Asia/Tokyo', '2026-12-23T18:00:45Z (2026-12-24T03:00:45+09:00)'],
    ['America/St_Johns', '2026-12-23T18:00:45Z (2026-12-23T14:30:45-03:30)'],
    ['UTC', '2026-12-23T18:00:45Z'],
  ])('in a pipe, %s', (timeZone, text) => {
    expect(formatInBothZones('2026-12-23T18:00:45Z', { terminal: false, timeZone })).toBe(text);
  });

  it('on a terminal', () => {
    const place = { terminal: true, timeZone: 'Asia/Tokyo' };
    expect(formatInBothZones('2026-12-23T18:00:45Z', place)).toBe(
      '2026-12-23 18:00 UTC (2026-12-24 03:00 JST)',
    );
  });
});

describe('the particulars of a job', () => {
  const properties = {
    'VM Name': 'VM001',
    'Backup Size': '11374 MB',
    'Recovery Point Expiry Time in UTC': '12/23/2026 4:00:00 PM',
    'Job Type': 'x',
  };
  const document = {
    kind: 'jobs-show' as const,
    schemaVersion: 1 as const,
    items: [jobItem('VM001', { properties })],
    summary: { total: 1, outcomes: {} },
  };

  it('are fields in our words and units', () => {
    const text = formatResultView(document, terminal());
    expect(text).toMatch(/^size +11\.1 GB$/mu);
    expect(text).toMatch(/^expires +2026-12-23 16:00 UTC/mu);
    expect(text).not.toMatch(/VM Name|Job Type|MB/u);
  });

  it('are as Azure has them when details are asked for', () => {
    const text = formatResultView(document, { ...terminal(), verbose: true });
    expect(text).toMatch(/^Backup Size +11374 MB$/mu);
    expect(text).toMatch(/^Job Type +x$/mu);
  });
});
