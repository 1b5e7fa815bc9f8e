// Result documents of `audit-keys` and `restore-keys`.

import type {
  AuditKeysDocument,
  AuditKeysItem,
  AuditKeysMachine,
  AuditKeysPair,
} from '../../../../src/commands/audit-keys/result.js';
import type {
  RestoreKeysDocument,
  RestoreKeysItem,
} from '../../../../src/commands/restore-keys/result.js';

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers';
const VAULT = { id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`, name: 'rsv-prod' };
const KEY_VAULT = { id: `${GROUP}/Microsoft.KeyVault/vaults/kv-prod-lost`, name: 'kv-prod-lost' };
const BASE = 'https://kv-prod-lost.vault.azure.net';
const SECRET_URL = `${BASE}/secrets/bb1d8936/c5f8376a`;
const KEY_URL = `${BASE}/keys/kek-vm014/31942d2c`;

function vm(name: string): { id: string; name: string } {
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

function pair(id: number, name: string, more: Partial<AuditKeysPair> = {}): AuditKeysPair {
  return {
    id,
    vm: vm(name),
    vault: VAULT,
    verdict: 'in-place',
    secret: { url: SECRET_URL, keyVault: KEY_VAULT.name, name: 'bb1d8936', version: 'c5f8376a' },
    key: { url: KEY_URL, keyVault: KEY_VAULT.name, name: 'kek-vm014', version: '31942d2c' },
    checked: 'all-volumes',
    points: 2,
    oldest: '2026-10-14T18:00:08Z',
    newest: '2026-11-12T18:00:08Z',
    replacedBy: null,
    findings: [],
    ...more,
  };
}

function point(name: string, number: number, more: Partial<AuditKeysItem> = {}): AuditKeysItem {
  return {
    vm: vm(name),
    outcome: 'in-place',
    vault: VAULT,
    name: String(155_345_122_285_117 + number),
    time: `2026-11-${String(12 - number).padStart(2, '0')}T18:00:08Z`,
    pair: 1,
    likelyPair: null,
    reason: null,
    ...more,
  };
}

function machine(name: string, more: Partial<AuditKeysMachine> = {}): AuditKeysMachine {
  return {
    vm: vm(name),
    vault: VAULT,
    outcome: 'audited',
    verdict: 'in-place',
    points: 2,
    encrypted: 2,
    notLookedAt: 0,
    error: null,
    ...more,
  };
}

const RESTORE = 'azbackup restore-keys --vm VM014 --recovery-point 155345122285117';

const LOST = pair(1, 'VM014', {
  verdict: 'missing',
  findings: [
    {
      verdict: 'missing',
      subject: 'secret',
      summary:
        'BEK secret bb1d8936 of kv-prod-lost is gone, and not soft-deleted; it can be restored from the recovery points',
      evidence: [`required by the points: ${SECRET_URL}`],
      fix: [RESTORE],
    },
    {
      verdict: 'missing',
      subject: 'key',
      summary:
        'KEK kek-vm014 of kv-prod-lost is gone, and not soft-deleted; it can be restored from the recovery points',
      evidence: [`required by the points: ${KEY_URL}`],
      fix: [RESTORE],
    },
  ],
});

const REPLACED = pair(2, 'VM005', {
  verdict: 'replaced',
  key: null,
  points: 1,
  oldest: '2026-11-12T18:00:08Z',
  replacedBy: `${BASE}/secrets/bb1d8936/7353279e`,
  findings: [
    {
      verdict: 'replaced',
      subject: 'secret',
      summary:
        'BEK secret bb1d8936 of kv-prod-lost no longer has version c5f8376a; it was recreated as a new version, so restored disks must name that version',
      evidence: [],
      fix: [],
    },
  ],
});

const AUDIT: AuditKeysDocument = {
  kind: 'audit-keys',
  schemaVersion: 1,
  failOn: 'unusable',
  machines: [
    machine('VM014', { verdict: 'missing' }),
    machine('VM005', { verdict: 'unknown', points: 4, encrypted: 3, notLookedAt: 2 }),
    machine('VM016', {
      outcome: 'failed',
      verdict: null,
      points: 0,
      encrypted: 0,
      error: {
        code: 'AZB_NOT_ALLOWED',
        azureCode: 'AuthorizationFailed',
        message: 'not allowed to list the recovery points of VM016',
        causes: [],
        fix: [],
      },
    }),
  ],
  pairs: [LOST, REPLACED],
  items: [
    point('VM014', 0, { outcome: 'missing' }),
    point('VM014', 1, { outcome: 'missing' }),
    point('VM005', 0, { outcome: 'replaced', pair: 2 }),
    ...[1, 2].map((number) =>
      point('VM005', number, {
        outcome: 'unknown',
        pair: null,
        likelyPair: 2,
        reason: 'skipped: the hourly limit of recovery point reads is reached',
      }),
    ),
    point('VM005', 3, { outcome: 'not-encrypted', pair: null }),
  ],
  summary: {
    total: 6,
    machines: 3,
    outcomes: { missing: 2, replaced: 1, unknown: 2, 'not-encrypted': 1 },
    failing: 4,
    notLookedAt: 2,
  },
};

const GOOD_AUDIT: AuditKeysDocument = {
  ...AUDIT,
  machines: [machine('VM005')],
  pairs: [pair(1, 'VM005')],
  items: [point('VM005', 0), point('VM005', 1)],
  summary: { total: 2, machines: 1, outcomes: { 'in-place': 2 }, failing: 0, notLookedAt: 0 },
};

const RESTORED: RestoreKeysItem = {
  vm: vm('VM014'),
  outcome: 'restored',
  source: {
    recoveryPoint: '155345122285117',
    time: '2026-11-12T18:00:08Z',
    vault: VAULT,
    file: null,
  },
  secret: {
    name: 'bb1d8936',
    keyVault: KEY_VAULT,
    wantedUrl: SECRET_URL,
    state: 'replaced',
    url: `${BASE}/secrets/bb1d8936/7353279e`,
  },
  key: {
    name: 'kek-vm014',
    keyVault: KEY_VAULT,
    wantedUrl: KEY_URL,
    state: 'in-place',
    url: KEY_URL,
  },
  diskSettings: {
    differs: true,
    secretUrl: `${BASE}/secrets/bb1d8936/7353279e`,
    secretVaultId: KEY_VAULT.id,
    keyUrl: KEY_URL,
    keyVaultId: KEY_VAULT.id,
  },
  notes: [],
  changes: [
    {
      id: 'restore-key:kek-vm014',
      type: 'restore-key',
      target: KEY_VAULT.id,
      details: { objectName: 'kek-vm014', version: '31942d2c' },
      status: 'done',
      operationId: null,
      jobId: null,
      seconds: 1,
    },
    {
      id: 'set-secret:bb1d8936',
      type: 'set-secret',
      target: KEY_VAULT.id,
      details: {
        objectName: 'bb1d8936',
        version: 'c5f8376a',
        contentType: 'Wrapped BEK',
        tags: [],
      },
      status: 'done',
      operationId: null,
      jobId: null,
      seconds: 1,
    },
  ],
  error: null,
};

function restoreKeys(more: Partial<RestoreKeysItem> = {}, dryRun = false): RestoreKeysDocument {
  const item = { ...RESTORED, ...more };
  return {
    kind: 'restore-keys',
    schemaVersion: 1,
    dryRun,
    items: [item],
    summary: { total: 1, outcomes: { [item.outcome]: 1 }, changes: 2 },
  };
}

const GONE = { state: 'gone', url: null } as const;

/** By the name of the golden view. */
export const KEY_SAMPLES: readonly (readonly [
  name: string,
  document: AuditKeysDocument | RestoreKeysDocument,
])[] = [
  ['audit-keys', AUDIT],
  ['audit-keys-good', GOOD_AUDIT],
  ['restore-keys', restoreKeys()],
  [
    'restore-keys-unchanged',
    restoreKeys({
      outcome: 'unchanged',
      vm: null,
      source: { recoveryPoint: null, time: null, vault: null, file: 'info.json' },
      key: null,
      secret: { ...RESTORED.secret, state: 'in-place', url: SECRET_URL },
      diskSettings: null,
      changes: [],
      notes: [
        'key vault kv-prod-lost is not enabled for disk encryption, so VMs cannot start with its keys',
      ],
    }),
  ],
  [
    'restore-keys-dry-run',
    restoreKeys(
      {
        outcome: 'planned',
        secret: { ...RESTORED.secret, ...GONE },
        diskSettings: null,
        changes: RESTORED.changes.map((change) => ({ ...change, status: 'planned' })),
      },
      true,
    ),
  ],
  [
    'restore-keys-failed',
    restoreKeys({
      outcome: 'failed',
      secret: { ...RESTORED.secret, ...GONE },
      diskSettings: null,
      changes: RESTORED.changes.map((change, index) =>
        index === 0 ? change : { ...change, status: 'failed' },
      ),
      error: {
        code: 'AZB_NOT_ALLOWED',
        azureCode: 'ForbiddenByPolicy',
        message: 'not allowed to set the secret bb1d8936 of https://kv-prod-lost.vault.azure.net',
        causes: [],
        fix: [
          'get Microsoft.KeyVault/vaults/secrets/setSecret/action on kv-prod-lost (access policy: secret permission set), then run the command again',
        ],
      },
    }),
  ],
];
