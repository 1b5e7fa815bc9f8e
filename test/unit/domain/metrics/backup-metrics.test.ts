import { describe, expect, it } from 'vitest';
import {
  backupMetrics,
  type MachineMetrics,
} from '../../../../src/domain/metrics/backup-metrics.js';
import { exposition } from '../../../../src/domain/metrics/exposition.js';
import { readExposition } from '../../../support/metrics/exposition-reader.js';

const TIME = '2026-11-23T18:00:00Z';
const ID =
  '/subscriptions/AAAA0000-0000-0000-0000-000000000001/resourceGroups/RG-Prod/providers/Microsoft.Compute/virtualMachines/VM001';

function aMachine(change: Partial<MachineMetrics> = {}): MachineMetrics {
  return {
    vm: { id: ID, name: 'VM001' },
    vault: { name: 'rsv-prod' },
    policy: 'daily',
    protected: true,
    excludedDisks: 0,
    lastRecoveryPoint: '2026-11-22T18:05:00Z',
    lastJob: { success: true, time: '2026-11-22T18:00:00Z' },
    keysUsable: true,
    lastPassedDrill: '2026-11-22T18:05:00Z',
    complete: true,
    ...change,
  };
}

function valuesOf(...machines: readonly MachineMetrics[]): Record<string, number> {
  const complete = machines.every((machine) => machine.complete);
  const { samples } = readExposition(exposition(backupMetrics({ time: TIME, complete, machines })));
  return Object.fromEntries(
    samples.map(({ name, value }) => [name.replace(/^azbackup_/u, ''), value]),
  );
}

const ALL = {
  protected: 1,
  excluded_disks: 0,
  last_recovery_point_timestamp_seconds: 1_795_370_700,
  last_job_success: 1,
  last_job_timestamp_seconds: 1_795_370_400,
  keys_usable: 1,
  drill_last_success_timestamp_seconds: 1_795_370_700,
  vm_scrape_success: 1,
  scrape_success: 1,
  scrape_timestamp_seconds: 1_795_456_800,
};

describe('metrics of a machine', () => {
  it('are times, and 1 for what is well', () => {
    expect(valuesOf(aMachine())).toEqual(ALL);
  });

  it.each<[string, Partial<MachineMetrics>, Record<string, number | undefined>]>([
    ['is not protected', { protected: false }, { protected: 0 }],
    ['has a failed backup', { lastJob: { success: false, time: TIME } }, { last_job_success: 0 }],
    ['has keys that are gone', { keysUsable: false }, { keys_usable: 0 }],
    ['is backed up without two disks', { excludedDisks: 2 }, { excluded_disks: 2 }],
    ['is not backed up at all', { excludedDisks: null }, { excluded_disks: undefined }],
    ['uses no keys', { keysUsable: null }, { keys_usable: undefined }],
    [
      'has no point',
      { lastRecoveryPoint: null },
      { last_recovery_point_timestamp_seconds: undefined },
    ],
    [
      'was not read',
      { protected: null, complete: false },
      { protected: undefined, vm_scrape_success: 0, scrape_success: 0 },
    ],
  ])('that %s', (_, change, expected) => {
    const values = valuesOf(aMachine(change));
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, values[name]]))).toEqual(
      expected,
    );
  });

  it('are labelled by an id that keeps its case', () => {
    const { samples } = readExposition(
      exposition(backupMetrics({ time: TIME, complete: true, machines: [aMachine()] })),
    );
    expect(samples[0]?.labels).toEqual({
      id: ID.toLowerCase(),
      vm: 'VM001',
      resource_group: 'rg-prod',
      subscription: 'aaaa0000-0000-0000-0000-000000000001',
      vault: 'rsv-prod',
      policy: 'daily',
    });
  });

  it('fail the scrape where a machine is missing that nobody could find', () => {
    const scrape = { time: TIME, complete: false, machines: [aMachine()] };
    const { samples } = readExposition(exposition(backupMetrics(scrape)));
    const success = samples.filter(({ name }) => name.endsWith('scrape_success'));
    expect(success.map(({ name, value }) => [name, value])).toEqual([
      ['azbackup_vm_scrape_success', 1],
      ['azbackup_scrape_success', 0],
    ]);
  });

  it('fail the scrape where one of many was not read, and succeed where there are none', () => {
    expect(valuesOf(aMachine(), aMachine({ complete: false }))['scrape_success']).toBe(0);
    expect(valuesOf()).toEqual({ scrape_success: 1, scrape_timestamp_seconds: 1_795_456_800 });
  });
});
