// The renderers of progress over the events of jobs that are watched.
import { describe, expect, it } from 'vitest';
import type { EngineEvent, JobReference } from '../../../src/steps/events.js';
import { createProgress } from '../../../src/output/progress/create-progress.js';
import type { ProgressMode } from '../../../src/output/progress/progress-mode.js';
import { recordIo } from './recorded-io.js';
import { goldenFile } from '../../support/golden.js';

const ERASE = '\r\u001B[2K';
/** What keeps the live line on one row. */
// oxlint-disable-next-line no-control-regex -- this is what is looked for
const WRAPPING = /\u001B\[\?7[hl]/gu;
const VAULT_ID =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-prod';

function job(vm: string, number = 1): JobReference {
  const jobId = `4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c${10 + number}`;
  return { jobId, vaultId: VAULT_ID, vm, operation: 'Backup' };
}

function waiting(atSeconds: number, running: number, ended = 0): EngineEvent {
  return { type: 'jobs.waiting', running, ended, elapsedSeconds: atSeconds, atSeconds };
}

const SNAPSHOT = { name: 'Take Snapshot', status: 'Completed', durationSeconds: 462 };
const TRANSFER = {
  name: 'Transfer data to vault',
  status: 'InProgress',
  durationSeconds: 1264,
  details: '62 GBs / 127 GBs Transferred',
};

const ONE: readonly EngineEvent[] = [
  {
    type: 'job.watching',
    job: job('VM001'),
    expiry: '2026-12-23T00:00:00Z',
    joined: false,
    atSeconds: 5,
  },
  waiting(20, 1),
  { type: 'job.task', job: job('VM001'), task: SNAPSHOT, atSeconds: 500 },
  { type: 'job.task', job: job('VM001'), task: TRANSFER, atSeconds: 500 },
  {
    type: 'job.progress',
    job: job('VM001'),
    status: 'InProgress',
    tasks: [SNAPSHOT, TRANSFER],
    elapsedSeconds: 1726,
    remaining: { seconds: 1140, source: 'earlier-jobs' },
    atSeconds: 500,
  },
  waiting(530, 1),
  {
    type: 'job.retrying',
    vaultId: VAULT_ID,
    code: 'ResourceRequestsThrottled',
    message: 'Azure throttles\r\nrequests',
    seconds: 324,
    failingSeconds: 60,
    atSeconds: 560,
  },
  waiting(590, 1),
  {
    type: 'job.ended',
    job: job('VM001'),
    status: 'CompletedWithWarnings',
    elapsedSeconds: 2478,
    code: 'UserErrorSomething',
    atSeconds: 900,
  },
];

const MANY: readonly EngineEvent[] = [
  ...[1, 2, 3, 4, 5, 6, 7].map((number): EngineEvent => ({
    type: 'job.watching',
    job: job(`VM00${number}`, number),
    joined: number === 2,
    atSeconds: 1,
  })),
  waiting(31, 7),
  { type: 'job.task', job: job('VM003', 3), task: SNAPSHOT, atSeconds: 60 },
  {
    type: 'job.ended',
    job: job('VM003', 3),
    status: 'Failed',
    elapsedSeconds: 95,
    code: 'UserErrorGuestAgentStatusUnavailable',
    atSeconds: 100,
  },
  waiting(130, 6, 1),
];

function play(mode: ProgressMode, events: readonly EngineEvent[]): string {
  const recorded = recordIo({ tty: mode === 'live', columns: 100 });
  let now = 0;
  const progress = createProgress(mode, {
    io: recorded.io,
    clock: { now: () => now },
    schedule: () => () => undefined,
  });
  for (const event of events) {
    now = event.atSeconds * 1000;
    progress.emit(event);
  }
  progress.finish();
  return recorded.err();
}

describe('progress of jobs', () => {
  it.each([
    ['job-progress-one', ONE],
    ['job-progress-many', MANY],
  ])('%s', async (name, events) => {
    await expect(play('plain', events)).toMatchFileSnapshot(goldenFile(`${name}-plain`));
    const drawn = play('live', events).replaceAll(WRAPPING, '').replaceAll(ERASE, '\n<redraw> ');
    await expect(drawn).toMatchFileSnapshot(goldenFile(`${name}-live`));
  });

  it('is a record each for programs', () => {
    const records = play('jsonl', ONE)
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(records).toEqual(ONE);
  });

  it('has a sign of life in a log after 1, 2 and 5 minutes, then every ten', () => {
    const beats = Array.from({ length: 41 * 4 }, (_, index) => waiting(5 + 15 * (index + 1), 1));
    const text = play('plain', [...ONE.slice(0, 1), ...beats]);
    const shown = [...text.matchAll(/^still .*… (?<at>\d+:\d\d)/gmu)].map(
      (line) => line.groups?.['at'],
    );
    expect(shown).toEqual(['1:00', '2:00', '5:00', '15:00', '25:00', '35:00']);
  });

  it('has one line in a log for a job and the task that ended with it', () => {
    const ended: EngineEvent = {
      type: 'job.ended',
      job: job('VM001'),
      status: 'Completed',
      elapsedSeconds: 2478,
      atSeconds: 2483,
    };
    const task = { ...TRANSFER, status: 'Completed', durationSeconds: 2012 };
    const last: EngineEvent = { type: 'job.task', job: job('VM001'), task, atSeconds: 2483 };
    const text = play('plain', [...ONE.slice(0, 1), last, ended]);
    expect(text.split('\n').slice(1)).toEqual([
      'completed  backup of VM001                           41m18s, of which Transfer data to vault 33m32s, 62 of 127 GB',
      '',
    ]);
    expect(play('live', [...ONE.slice(0, 1), last, ended])).toMatch(/ {2}done +Transfer data/u);
  });
});
