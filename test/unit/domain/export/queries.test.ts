// The grades of the exported queries: each state of an item, in the words of the graph and in those of Azure Backup.
import { describe, expect, it } from 'vitest';
import { QUERY_NAMES, type QueryName } from '../../../../src/domain/export/names.js';
import { queryFile } from '../../../../src/domain/export/queries.js';
import { parseQuery } from '../../../../src/sandbox/providers/resource-graph/kql/parser.js';
import { rowOf, type Table } from '../../../../src/sandbox/providers/resource-graph/kql/rows.js';
import { runQuery } from '../../../../src/sandbox/providers/resource-graph/kql/run.js';
import type { KqlValue } from '../../../../src/sandbox/providers/resource-graph/kql/syntax.js';
import { GRAPH_COLUMNS } from '../../../../src/sandbox/providers/resource-graph/views/view.js';

const NOW = Date.UTC(2026, 10, 23, 18);
const GROUP = '/subscriptions/s/resourceGroups/rg/providers';
const MACHINE = `${GROUP}/Microsoft.Compute/virtualMachines/Web01`;

type Row = Readonly<Record<string, KqlValue>>;

function tableOf(rows: readonly Row[]): Table {
  return {
    columns: GRAPH_COLUMNS,
    rows: rows.map((row) => rowOf(new Map(Object.entries(row)))),
  };
}

function itemRow(properties: Row, vault = 'rsv'): Row {
  return {
    id: `${GROUP}/Microsoft.RecoveryServices/vaults/${vault}/backupFabrics/Azure/protectionContainers/c/protectedItems/i`,
    type: 'microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems',
    properties: {
      backupManagementType: 'AzureIaasVM',
      sourceResourceId: MACHINE.toUpperCase(),
      ...properties,
    },
  };
}

function answer(name: QueryName, items: readonly Row[], others: readonly Row[] = []): Row[] {
  const tables: Readonly<Record<string, Table>> = {
    resources: tableOf([
      {
        id: MACHINE,
        name: 'Web01',
        type: 'microsoft.compute/virtualmachines',
        properties: { storageProfile: { osDisk: { managedDisk: { id: `${GROUP}/d` } } } },
      },
      ...others,
    ]),
    recoveryservicesresources: tableOf(items),
  };
  const { columns, rows } = runQuery(
    parseQuery(queryFile(name, 26 * 3600).text, NOW),
    (table) => tables[table],
  );
  return rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, row.get(column) ?? null])),
  );
}

const POINT = { lastRecoveryPoint: '2026-11-23T10:30:00Z', lastBackupStatus: 'Completed' };
const FAILED = { ...POINT, lastBackupStatus: 'Failed' };
const NO_POINT = { lastRecoveryPoint: '', lastBackupStatus: '' };

describe('an item is graded', () => {
  it.each<[string, Row]>([
    [
      'protected',
      { currentProtectionState: 'ProtectionConfigured', protectionState: 'Protected', ...POINT },
    ],
    ['protected', { currentProtectionState: 'ProtectionConfigured', ...POINT }],
    ['protected', { protectionState: 'Protected', ...POINT }],
    [
      'error',
      { currentProtectionState: 'ProtectionConfigured', protectionState: 'Protected', ...FAILED },
    ],
    ['error', { currentProtectionState: 'ProtectionConfigured', ...FAILED }],
    ['error', { currentProtectionState: 'ProtectionError', ...POINT }],
    ['error', { protectionState: 'ProtectionError', ...POINT }],
    ['error', { currentProtectionState: 'ConfiguringProtectionFailed', ...NO_POINT }],
    ['error', { protectionState: 'Invalid', ...NO_POINT }],
    [
      'waiting-for-first-backup',
      { currentProtectionState: 'ProtectionConfigured', protectionState: 'IRPending', ...NO_POINT },
    ],
    // A first backup that failed leaves the item waiting, and the machine without a point.
    [
      'error',
      {
        currentProtectionState: 'ProtectionConfigured',
        protectionState: 'IRPending',
        lastRecoveryPoint: '',
        lastBackupStatus: 'Failed',
      },
    ],
    ['waiting-for-first-backup', { currentProtectionState: 'ProtectionConfigured', ...NO_POINT }],
    ['configuring', { currentProtectionState: 'ConfiguringProtection', ...NO_POINT }],
    [
      'stopped',
      {
        currentProtectionState: 'ProtectionStopped',
        protectionState: 'ProtectionStopped',
        ...POINT,
      },
    ],
    ['stopped', { protectionState: 'BackupsSuspended', ...POINT }],
    [
      'paused',
      { currentProtectionState: 'BackupsSuspended', protectionState: 'ProtectionPaused', ...POINT },
    ],
    [
      'soft-deleted',
      { currentProtectionState: 'SoftDeleted', protectionState: 'ProtectionStopped', ...POINT },
    ],
    [
      'soft-deleted',
      { protectionState: 'ProtectionStopped', isScheduledForDeferredDelete: true, ...POINT },
    ],
    ['unknown', { currentProtectionState: 'SomethingNew', protectionState: 'Another', ...POINT }],
    ['unknown', POINT],
  ])('%s: %o', (state, properties) => {
    expect(answer('protection', [itemRow(properties)])).toMatchObject([{ state, vault: 'rsv' }]);
  });

  it('by the one that backups are taken by, of several', () => {
    const stopped = itemRow({ currentProtectionState: 'ProtectionStopped', ...POINT }, 'old');
    const deleted = itemRow({ currentProtectionState: 'SoftDeleted', ...POINT }, 'older');
    const active = itemRow({ currentProtectionState: 'ProtectionConfigured', ...POINT }, 'new');
    const vaults = (items: readonly Row[]): unknown =>
      answer('protection', items).map(({ vault }) => vault);
    expect(vaults([deleted, stopped, active])).toEqual(['new']);
    expect(vaults([deleted, stopped])).toEqual(['old']);
  });

  it('as none, if it is of a database or of a namesake', () => {
    const database = itemRow({
      ...POINT,
      backupManagementType: 'AzureWorkload',
      protectionState: 'Protected',
    });
    const namesake = itemRow({
      ...POINT,
      protectionState: 'Protected',
      sourceResourceId: MACHINE.replace('/rg/', '/rg-other/'),
    });
    expect(answer('protection', [database, namesake])).toMatchObject([
      { state: 'not-protected', vault: null },
    ]);
    expect(answer('items-without-machine', [database, namesake]).length).toBe(1);
  });
});

describe('encryption', () => {
  const disk = (enabled: boolean): Row => ({
    id: `${GROUP}/Microsoft.Compute/disks/d`,
    type: 'microsoft.compute/disks',
    managedBy: MACHINE.toLowerCase(),
    properties: { encryptionSettingsCollection: { enabled } },
  });
  const extension: Row = {
    id: `${MACHINE}/Extensions/Ade`,
    type: 'microsoft.compute/virtualmachines/extensions',
    properties: { publisher: 'Microsoft.Azure.Security', type: 'AzureDiskEncryptionForLinux' },
  };

  it.each<[string, string, Row[]]>([
    ['ade', 'a disk with its settings', [disk(true)]],
    ['other', 'settings that are off', [disk(false)]],
    // Decrypted, or never done: the disks of the graph decide where it has them.
    ['other', 'only the extension, on managed disks', [extension]],
    ['other', 'nothing', []],
  ])('is %s for %s', (encryption, _, others) => {
    expect(answer('protection', [], others)).toMatchObject([{ encryption }]);
  });

  it('finds the machine of an extension whose id is written in another case', () => {
    expect(answer('ade-extensions', [], [extension])).toMatchObject([{ vmId: MACHINE }]);
  });
});

describe('the age of the last recovery point', () => {
  it.each([
    ['2026-11-22T16:00:00Z', false],
    ['2026-11-22T15:59:59.9Z', true],
    ['2026-11-22T16:00:01Z', false],
    ['', true],
  ])('%s is old: %s', (lastRecoveryPoint, isOld) => {
    const items = [itemRow({ protectionState: 'Protected', ...POINT, lastRecoveryPoint })];
    expect(answer('old-points', items).length === 1).toBe(isOld);
  });

  it.each([
    [26 * 3600, 'ago(26h)'],
    [5400, 'ago(90m)'],
    [90, 'ago(90s)'],
  ])('of %i seconds is asked for as %s', (seconds, words) => {
    expect(queryFile('old-points', seconds).text).toContain(words);
  });
});

describe('a failed job', () => {
  const job = (id: string, startTime: string, endTime: string | null): Row => ({
    id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv/backupJobs/${id}`,
    type: 'microsoft.recoveryservices/vaults/backupjobs',
    properties: {
      backupManagementType: 'AzureIaasVM',
      operation: 'Backup',
      status: 'Failed',
      startTime,
      endTime,
    },
  });

  it('is one that failed in the last day, whenever it started', () => {
    const rows = answer('failed-jobs', [
      job('long', '2026-11-21T18:00:00Z', '2026-11-23T04:00:00Z'),
      job('short', '2026-11-23T04:00:00Z', '2026-11-23T04:10:00Z'),
      job('without-end', '2026-11-23T05:00:00Z', null),
      job('old', '2026-11-21T18:00:00Z', '2026-11-22T04:00:00Z'),
    ]);
    const ids = rows.map(({ id }) => (typeof id === 'string' ? id.split('/').at(-1) : id));
    expect(new Set(ids)).toEqual(new Set(['long', 'short', 'without-end']));
  });
});

it('every query is parsed', () => {
  for (const name of QUERY_NAMES) {
    expect(parseQuery(queryFile(name, 60).text, NOW).stages.length).toBeGreaterThan(2);
  }
});
