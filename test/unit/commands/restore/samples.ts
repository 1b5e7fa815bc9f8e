// Result documents of `restore`, one for each way to end.

import type { RestoreDocument, RestoreItem } from '../../../../src/commands/restore/result.js';

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers';

function resource(type: string, name: string): { id: string; name: string } {
  return { id: `${GROUP}/${type}/${name}`, name };
}

const KEY_VAULT = 'https://kv-prod-lost.vault.azure.net';

function inPlace(path: string) {
  const url = `${KEY_VAULT}/${path}`;
  return { wantedUrl: url, state: 'in-place', url };
}

const DISKS_ONLY: RestoreItem = {
  vm: resource('Microsoft.Compute/virtualMachines', 'VM014'),
  outcome: 'restored',
  to: 'disks',
  vault: resource('Microsoft.RecoveryServices/vaults', 'rsv-prod'),
  recoveryPoint: {
    name: '706753259736557',
    time: '2026-11-13T18:00:08Z',
    tier: 'vault',
    consistency: 'AppConsistent',
    threat: 'unknown',
    reason: 'the newest point that can be restored',
  },
  location: 'japaneast',
  stagingAccount: resource('Microsoft.Storage/storageAccounts', 'stprodrestore'),
  targetResourceGroup: 'rg-prod',
  machine: null,
  continuation: 'same-command',
  jobId: '7be8d512-8361-4213-844f-2bd615b41ba7',
  disks: [
    {
      role: 'os',
      lun: null,
      id: resource('Microsoft.Compute/disks', 'vm014-osdisk-20261123').id,
    },
    {
      role: 'data',
      lun: 0,
      id: resource('Microsoft.Compute/disks', 'vm014-datadisk-000-20261123').id,
    },
  ],
  keys: {
    secret: inPlace('secrets/bb1d8936/c5f8376a'),
    key: inPlace('keys/kek-vm014/31942d2c'),
    volumes: [],
  },
  verified: [],
  staging: { container: 'vm014-207e5b3668d5181adc2bdf28991587f8', left: [] },
  notes: [],
  changes: [],
  error: null,
  next: [],
};

const UNSTARTED = { operationId: null, jobId: null, seconds: null };

const STEPS: RestoreItem['changes'] = [
  {
    id: 'restore-disks',
    type: 'restore-disks',
    target: DISKS_ONLY.vm.id,
    status: 'done',
    details: {
      vm: DISKS_ONLY.vm.id,
      recoveryPoint: DISKS_ONLY.recoveryPoint.name,
      stagingAccount: DISKS_ONLY.stagingAccount.id,
      location: DISKS_ONLY.location,
    },
    ...UNSTARTED,
    seconds: 2150,
  },
  {
    id: 'create-machine',
    type: 'create-machine',
    target: DISKS_ONLY.vm.id,
    status: 'skipped',
    details: {
      interface: DISKS_ONLY.vm.id,
      location: DISKS_ONLY.location,
      osType: 'Windows',
      zones: [],
      tags: [],
    },
    ...UNSTARTED,
  },
  {
    id: 'delete-staging',
    type: 'delete-staging',
    target: DISKS_ONLY.vm.id,
    status: 'skipped',
    details: { vm: DISKS_ONLY.vm.id, keepsTemplate: false },
    ...UNSTARTED,
  },
];

const MACHINE: RestoreItem = {
  ...DISKS_ONLY,
  to: 'vm',
  machine: resource('Microsoft.Compute/virtualMachines', 'VM014R'),
  changes: STEPS,
};

const LEFT = {
  container: DISKS_ONLY.staging.container,
  left: ['encryption-vm014-7be8d512.json', 'config-vm014-7be8d512.json'],
};

/** Of a restore whose job has left nothing yet. */
const NOTHING: RestoreItem['staging'] = { container: null, left: [] };

function sample(name: string, item: RestoreItem): readonly [string, RestoreDocument] {
  const document: RestoreDocument = {
    kind: 'restore',
    schemaVersion: 1,
    dryRun: false,
    items: [item],
    summary: { total: 1, outcomes: { [item.outcome]: 1 }, changes: 0 },
  };
  return [`restore-${name}`, document];
}

/** Documents by the name of their golden file. */
export const RESTORE_SAMPLES: readonly (readonly [string, RestoreDocument])[] = [
  sample('disks', {
    ...DISKS_ONLY,
    next: [
      'azbackup restore --vm VM014 --recovery-point 706753259736557 --to vm --name NEW --vnet VNET --subnet SUBNET',
    ],
  }),
  sample('unchanged', { ...MACHINE, outcome: 'unchanged' }),
  sample('machine', {
    ...MACHINE,
    verified: [
      { what: 'provisioning', status: 'verified', detail: 'its provisioning state is Succeeded' },
      { what: 'power-state', status: 'verified', detail: 'it is running' },
    ],
  }),
  sample('incomplete', {
    ...MACHINE,
    outcome: 'incomplete',
    verified: [
      { what: 'power-state', status: 'failed', detail: 'it is stopped' },
      { what: 'agent', status: 'not-verified', detail: 'its agent has not reported yet' },
    ],
    notes: ['--keep-staging: blobs with key material stay in the staging account'],
    staging: LEFT,
  }),
  sample('started', { ...MACHINE, outcome: 'started', disks: [], staging: NOTHING }),
  sample('running', {
    ...MACHINE,
    outcome: 'running',
    disks: [],
    staging: NOTHING,
    next: ['azbackup jobs watch 7be8d512-8361-4213-844f-2bd615b41ba7 --vault rsv-prod'],
  }),
  sample('interrupted', { ...MACHINE, outcome: 'interrupted', staging: LEFT }),
  sample('failed', {
    ...MACHINE,
    outcome: 'failed',
    staging: LEFT,
    error: {
      code: 'AZB_OPERATION_FAILED',
      azureCode: 'DiskEncryptionInternalError',
      message: 'VM014R could not be made',
      causes: ['the secret of its OS disk could not be fetched'],
      fix: ['azbackup restore-keys --vm VM014'],
    },
  }),
];
