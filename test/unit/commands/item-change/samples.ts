// Result documents of `disable`, `resume` and `undelete`, and of the commands on vaults.

import type {
  ItemChangeDocument,
  ItemChangeItem,
} from '../../../../src/commands/item-change/result.js';
import type {
  VaultCreateDocument,
  VaultDocument,
  VaultsDocument,
  VaultsItem,
} from '../../../../src/commands/vault/result.js';

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers';
const VAULT = { id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`, name: 'rsv-prod' };
const GUARD =
  '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-security/providers/Microsoft.DataProtection/resourceGuards/guard';

function vm(name: string): { id: string; name: string } {
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

const SOFT_DELETE = {
  deletedAt: '2026-11-23T16:40:00Z',
  purgedAt: '2026-12-07T16:40:00Z',
  remainingSeconds: 1_209_540,
};

function item(name: string, more: Partial<ItemChangeItem> = {}): ItemChangeItem {
  return {
    vm: vm(name),
    outcome: 'stopped',
    vault: VAULT,
    policy: null,
    protectionState: 'ProtectionStopped',
    recoveryPoints: 40,
    lastRecoveryPoint: '2026-11-22T22:41:00Z',
    softDelete: null,
    resourceGuard: null,
    operationId: '1f0c0000-0000-4000-8000-000000000077',
    jobId: '4e2d0c3e-0000-4000-8000-000000000010',
    seconds: 13,
    changes: [],
    error: null,
    ...more,
  };
}

function document(
  kind: ItemChangeDocument['kind'],
  items: ItemChangeItem[],
  dryRun = false,
): ItemChangeDocument {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of items) {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const summary = { total: items.length, outcomes, changes: dryRun ? 0 : items.length };
  return { kind, schemaVersion: 1, dryRun, items, summary, run: null };
}

const UNTOUCHED = { operationId: null, jobId: null, seconds: null } as const;

const REFUSED: ItemChangeItem = item('VM011', {
  ...UNTOUCHED,
  outcome: 'refused',
  softDelete: SOFT_DELETE,
  error: {
    code: 'AZB_CHANGE_REFUSED',
    azureCode: null,
    message: 'VM011 is soft-deleted: undelete it first',
    causes: ["Azure's rule: Soft delete for Azure Backup"],
    fix: ['azbackup undelete --vm VM011'],
  },
});

const PLANNED: ItemChangeItem = item('VM005', {
  ...UNTOUCHED,
  outcome: 'planned',
  protectionState: 'Protected',
  changes: [
    {
      id: 'delete-data:vm005',
      type: 'delete-data',
      target: VAULT.id,
      details: { vm: vm('VM005').id, recoveryPoints: 40, keptDays: 14 },
      status: 'planned',
      operationId: null,
      jobId: null,
      seconds: null,
    },
  ],
});

const LINE: VaultsItem = {
  vault: VAULT,
  resourceGroup: 'rg-prod',
  location: 'japaneast',
  provisioningState: 'Succeeded',
  redundancy: 'GeoRedundant',
  crossRegionRestore: true,
  softDelete: { state: 'AlwaysON', retentionDays: 30 },
  immutability: 'Unlocked',
  protectedItems: 3,
  softDeletedItems: 1,
  unread: [],
};

const VAULTS: VaultsDocument = {
  kind: 'vault-list',
  schemaVersion: 1,
  items: [
    LINE,
    {
      ...LINE,
      vault: { id: `${VAULT.id}-2`, name: 'rsv-legacy' },
      redundancy: null,
      crossRegionRestore: null,
      softDelete: { state: 'Disabled', retentionDays: 14 },
      immutability: 'Disabled',
      protectedItems: null,
      softDeletedItems: null,
      unread: ['storage configuration', 'items'],
    },
  ],
  summary: { total: 2, protectedItems: 3 },
};

const VAULT_SHOW: VaultDocument = {
  kind: 'vault-show',
  schemaVersion: 1,
  items: [
    {
      ...LINE,
      redundancyLocked: true,
      encryption: {
        kind: 'customer',
        keyUrl: 'https://kv-prod-rbac.vault.azure.net/keys/vault-key/1',
        infrastructureEncryption: true,
      },
      identity: { type: 'SystemAssigned', principalIds: ['a1b2c3d4-0000-4000-8000-00000000009f'] },
      resourceGuard: {
        id: GUARD,
        operations: [
          {
            operation:
              'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete',
            request: `${GUARD}/deleteProtectedItemRequests/default`,
          },
        ],
      },
      itemStates: { Protected: 2, IRPending: 1, SoftDeleted: 1 },
      policies: [
        {
          id: `${VAULT.id}/backupPolicies/DefaultPolicy`,
          name: 'DefaultPolicy',
          type: 'Standard',
          protectedItems: 3,
        },
        {
          id: `${VAULT.id}/backupPolicies/EnhancedPolicy`,
          name: 'EnhancedPolicy',
          type: 'Enhanced',
          protectedItems: 0,
        },
      ],
      softDeleted: [{ vm: vm('VM011'), ...SOFT_DELETE }],
      rules: [
        {
          setting: 'redundancy',
          changeable: false,
          reason: 'it cannot be changed after the first item is protected',
          source: 'Create and configure a Recovery Services vault, Set storage redundancy',
        },
        {
          setting: 'immutability',
          changeable: true,
          reason: 'it can be enabled and disabled until it is locked',
          source: 'Immutable vault for Azure Backup, Making immutability irreversible',
        },
      ],
    },
  ],
  summary: { protectedItems: 3, softDeletedItems: 1 },
};

const CREATED: VaultCreateDocument['items'][number] = {
  vault: { id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-new`, name: 'rsv-new' },
  outcome: 'created',
  resourceGroup: 'rg-prod',
  location: 'japaneast',
  redundancy: 'ZoneRedundant',
  crossRegionRestore: false,
  softDelete: { state: 'Enabled', retentionDays: 30 },
  differences: [],
  seconds: 65,
  changes: [],
  error: null,
};

function vaultCreate(created: VaultCreateDocument['items'][number]): VaultCreateDocument {
  return {
    kind: 'vault-create',
    schemaVersion: 1,
    dryRun: false,
    items: [created],
    summary: { changes: created.outcome === 'created' ? 2 : 0 },
  };
}

/** By the name of the golden. */
export const ITEM_CHANGE_SAMPLES: readonly (readonly [
  name: string,
  document: ItemChangeDocument,
])[] = [
  ['disable-stopped', document('disable', [item('VM005')])],
  ['disable-dry-run', document('disable', [PLANNED], true)],
  [
    'disable-deleted',
    document('disable', [item('VM005', { outcome: 'soft-deleted', softDelete: SOFT_DELETE })]),
  ],
  ['disable-refused', document('disable', [REFUSED])],
  [
    'disable-several',
    document('disable', [
      item('VM005'),
      REFUSED,
      item('VM010', { ...UNTOUCHED, outcome: 'unchanged' }),
    ]),
  ],
  [
    'resume-resumed',
    document('resume', [
      item('VM005', { outcome: 'resumed', policy: 'DefaultPolicy', protectionState: 'Protected' }),
    ]),
  ],
  ['undelete-undeleted', document('undelete', [item('VM011', { outcome: 'undeleted' })])],
  [
    'undelete-interrupted',
    document('undelete', [item('VM011', { outcome: 'interrupted', jobId: null })]),
  ],
];

/** By the name of the golden. */
export const VAULT_SAMPLES: readonly (readonly [
  name: string,
  document: VaultsDocument | VaultDocument | VaultCreateDocument,
])[] = [
  ['vault-list', VAULTS],
  ['vault-show', VAULT_SHOW],
  ['vault-create-created', vaultCreate(CREATED)],
  [
    'vault-create-refused',
    vaultCreate({
      ...CREATED,
      outcome: 'refused',
      seconds: null,
      differences: [
        {
          setting: 'redundancy',
          current: 'ZoneRedundant',
          wanted: 'LocallyRedundant',
          possible: false,
          reason: 'it cannot be changed after the first item is protected',
          source: 'Create and configure a Recovery Services vault, Set storage redundancy',
        },
      ],
      error: {
        code: 'AZB_VAULT_DIFFERS',
        azureCode: null,
        message: 'rsv-new already exists in rg-prod, and cannot be changed to match',
        causes: [
          'redundancy: current ZoneRedundant, requested LocallyRedundant: it cannot be changed after the first item is protected (Create and configure a Recovery Services vault, Set storage redundancy)',
        ],
        fix: ['azbackup vault show rsv-new', 'or create a vault with another name'],
      },
    }),
  ],
];
