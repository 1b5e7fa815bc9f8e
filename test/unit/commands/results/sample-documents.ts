// Result documents as workflows make them, one or two of each kind, for the tests of formats and views.

import type { EnableDocument, EnableItem } from '../../../../src/commands/enable/result.js';
import type {
  GrantAccessDocument,
  GrantAccessItem,
} from '../../../../src/commands/grant-access/result.js';
import type {
  EncryptionDocument,
  FindingDocument,
} from '../../../../src/commands/results/parts.js';
import type {
  PreflightDocument,
  PreflightItem,
} from '../../../../src/commands/preflight/result.js';
import type { ResultDocument } from '../../../../src/commands/catalogue.js';
import { COMPLETION, EXPLAIN, LOGIN, VERSION } from '../explain/samples.js';
import { DRILL_CLEAN, DRILL_REPORT, DRILL_RUN, DRILL_SHOW } from '../drill/samples.js';
import { EXPORT_SAMPLE } from '../export/samples.js';
import { GATE_INIT_SAMPLE, GATE_SAMPLE } from '../gate/samples.js';
import { ITEM_CHANGE_SAMPLES, VAULT_SAMPLES } from '../item-change/samples.js';
import { BACKUP_SAMPLES, JOB_SAMPLES } from '../jobs/samples.js';
import { KEY_SAMPLES } from '../keys/samples.js';
import { RUNS_LIST, RUNS_PRUNE, RUNS_SHOW } from '../runs/samples.js';
import { POLICY_SAMPLES } from '../policy/samples.js';
import { POINTS_OF_SEVERAL, recoveryPoint } from '../recovery-points/samples.js';
import type { StatusDocument, StatusItem } from '../../../../src/commands/status/result.js';
import {
  MCP,
  SANDBOX_RESET,
  SANDBOX_SHOW,
  SANDBOX_SERVE,
  SANDBOX_VERIFY,
  SANDBOX_ENV,
  SANDBOX_CLOCK,
  SANDBOX_FAULT,
} from './sandbox-samples.js';

/** The time at which every sample is looked at. */
export const NOW = '2026-11-23T16:41:00Z';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-prod/providers`;

/** The VM of a name. */
export function machine(name: string): { id: string; name: string } {
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

export const VAULT = {
  id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`,
  name: 'rsv-prod',
};
export const LEGACY_VAULT = {
  id: `${SUBSCRIPTION}/resourceGroups/rg-legacy/providers/Microsoft.RecoveryServices/vaults/rsv-legacy`,
  name: 'rsv-legacy',
};
export const KEY_VAULT_ID = `${GROUP}/Microsoft.KeyVault/vaults/kv-prod-rbac`;

export const ADE: EncryptionDocument = {
  kind: 'ade',
  pass: 'single',
  state: 'encrypted',
  keyEncryptionKey: true,
  disks: 'managed',
  secrets: ['https://kv-prod-rbac.vault.azure.net/secrets/B6F5/1'],
  keys: ['https://kv-prod-rbac.vault.azure.net/keys/kek/1'],
  evidence: [
    { source: 'managed-disk', subject: 'VM001_OsDisk', statement: 'settings version 1.1' },
  ],
};

export const PLATFORM_KEYS: EncryptionDocument = {
  kind: 'platform-key',
  pass: null,
  state: null,
  keyEncryptionKey: null,
  disks: null,
  secrets: [],
  keys: [],
  evidence: [],
};

/** A finding; a pass unless told otherwise. */
export function finding(checkId: string, more: Partial<FindingDocument> = {}): FindingDocument {
  return {
    checkId,
    status: 'pass',
    severity: 'block',
    subject: machine('VM001').id,
    summary: `${checkId} holds`,
    evidence: [],
    fix: [],
    docs: null,
    ignored: false,
    ...more,
  };
}

const GRANT = ['azbackup grant-access --vm VM001'];

export const SECRETS_LACKING = finding('access.secrets-granted', {
  status: 'fail',
  subject: KEY_VAULT_ID,
  summary: "Backup Management Service can't read secrets of kv-prod-rbac",
  evidence: [
    'lacks getSecret, readMetadata, backup',
    'RBAC vault; 4 assignments checked, none grants them',
  ],
  fix: GRANT,
});

const KEYS_LACKING = finding('access.keys-granted', {
  status: 'fail',
  subject: KEY_VAULT_ID,
  summary: "Backup Management Service can't read keys of kv-prod-rbac",
  evidence: ['lacks keys/read, keys/backup'],
  fix: GRANT,
});

export const RETIREMENT = finding('ade.not-past-retirement', {
  status: 'fail',
  severity: 'warn',
  summary: 'Backups kept past 2028-09-15 may not be restorable: ADE retires then',
});

export const CERTIFICATE_KEY = finding('ade.key-standalone', {
  status: 'fail',
  summary: 'its KEK belongs to certificate web-tls',
  fix: ['encrypt VM006 with a key of its own'],
});

export const UNREADABLE = finding('keyvault.soft-delete-on', {
  status: 'unknown',
  summary: 'kv-prod-rbac could not be read',
  evidence: ['needs Microsoft.KeyVault/vaults/read at that vault'],
  fix: ['have the role Key Vault Reader assigned'],
});

export const PASSING = [
  finding('vm.agent-ready'),
  finding('vault.found'),
  finding('disk.encryption-recognised'),
  finding('vault.cmk-readable', { status: 'skip', summary: 'rsv-prod has no key of its own' }),
];

/** A preflight item; blocked for want of grants unless told otherwise. */
export function preflightItem(name: string, more: Partial<PreflightItem> = {}): PreflightItem {
  return {
    vm: machine(name),
    outcome: 'blocked',
    verdict: 'blocked',
    osType: 'Linux',
    resourceGroup: 'rg-prod',
    location: 'japaneast',
    encryption: ADE,
    vault: VAULT,
    policy: 'DefaultPolicy',
    findings: [...PASSING, RETIREMENT, KEYS_LACKING, SECRETS_LACKING],
    error: null,
    ...more,
  };
}

/** A preflight document of items. */
export function preflight(items: PreflightItem[]): PreflightDocument {
  const count = (outcome: string): number =>
    items.filter((item) => item.outcome === outcome).length;
  return {
    kind: 'preflight',
    schemaVersion: 1,
    items,
    summary: {
      total: items.length,
      ready: count('ready'),
      warning: count('warning'),
      blocked: count('blocked'),
      failed: count('failed'),
    },
  };
}

const VM_NOT_FOUND = {
  code: 'AZB_VM_NOT_FOUND',
  azureCode: null,
  message: 'no virtual machine named VM01 in subscription Contoso Production',
  causes: ['similar names: VM001, VM010, VM011'],
  fix: [],
};

export const SEVERAL_PREFLIGHTS = preflight([
  preflightItem('VM001'),
  preflightItem('VM003', {
    outcome: 'ready',
    verdict: 'ready',
    encryption: PLATFORM_KEYS,
    findings: PASSING,
  }),
  preflightItem('VM005', {
    outcome: 'warning',
    verdict: 'warning',
    findings: [...PASSING, RETIREMENT],
  }),
  preflightItem('VM006', { findings: [...PASSING, CERTIFICATE_KEY] }),
  preflightItem('VM01', {
    outcome: 'failed',
    verdict: null,
    encryption: null,
    findings: [],
    error: VM_NOT_FOUND,
  }),
]);

/** An enable item; newly protected unless told otherwise. */
export function enableItem(name: string, more: Partial<EnableItem> = {}): EnableItem {
  return {
    vm: machine(name),
    outcome: 'enabled',
    osType: 'Linux',
    resourceGroup: 'rg-prod',
    location: 'japaneast',
    encryption: ADE,
    vault: VAULT,
    policy: 'DefaultPolicy',
    protectionState: 'IRPending',
    lastRecoveryPoint: null,
    nextBackup: '2026-11-23T22:30:00Z',
    operationId: '1f0c8a52-7c1e-4c57-9f0e-5d5c9d1f0c77',
    jobId: '4e2d0c3e-1111-4222-8333-944444444410',
    seconds: 38.2,
    changes: [
      {
        id: 'protect-vm001',
        type: 'protect',
        target: VAULT.id,
        details: { vm: machine(name).id, policy: 'DefaultPolicy' },
        status: 'done',
        operationId: '1f0c8a52-7c1e-4c57-9f0e-5d5c9d1f0c77',
        jobId: '4e2d0c3e-1111-4222-8333-944444444410',
        seconds: 38.2,
      },
    ],
    findings: PASSING,
    error: null,
    ...more,
  };
}

/** An enable document of items. */
export function enable(items: EnableItem[], dryRun = false): EnableDocument {
  const outcomes: Record<string, number> = {};
  for (const { outcome } of items) {
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const changes = items.flatMap((item) => item.changes).length;
  return {
    kind: 'enable',
    schemaVersion: 1,
    run: null,
    dryRun,
    items,
    summary: { total: items.length, outcomes, changes },
  };
}

export const KEY_VAULT_DENIED = {
  code: 'AZB_OPERATION_FAILED',
  azureCode: 'UserErrorKeyVaultPermissionsNotConfigured',
  message: 'Azure did not protect VM001',
  causes: ['the backup service has no access to the keys or secrets of VM001'],
  fix: GRANT,
};

export const SEVERAL_ENABLES = enable([
  enableItem('VM001'),
  enableItem('VM003', { seconds: 35 }),
  enableItem('VM004', {
    outcome: 'already-enabled',
    lastRecoveryPoint: '2026-11-22T22:41:00Z',
    changes: [],
  }),
  enableItem('VM006', {
    outcome: 'blocked',
    findings: [...PASSING, CERTIFICATE_KEY],
    changes: [],
    seconds: null,
  }),
  enableItem('VM010', { outcome: 'elsewhere', vault: LEGACY_VAULT, changes: [], seconds: null }),
  enableItem('VM012', { outcome: 'failed', error: KEY_VAULT_DENIED, seconds: 61 }),
]);

/** A grant-access item; granted unless told otherwise. */
export function grantItem(name: string, more: Partial<GrantAccessItem> = {}): GrantAccessItem {
  return {
    vm: machine(name),
    outcome: 'granted',
    keyVaults: [{ id: KEY_VAULT_ID, name: 'kv-prod-rbac', permissionModel: 'rbac', missing: [] }],
    principal: {
      objectId: 'a1b2c3d4-0000-4000-8000-00000000009f',
      displayName: 'Backup Management Service',
    },
    changes: [],
    findings: [],
    error: null,
    ...more,
  };
}

/** A grant-access document of items. */
export function grantAccess(items: GrantAccessItem[], revoke = false): GrantAccessDocument {
  return {
    kind: 'grant-access',
    schemaVersion: 1,
    run: null,
    dryRun: false,
    revoke,
    items,
    summary: { total: items.length, outcomes: {}, changes: 0 },
  };
}

/** A status item; healthy unless told otherwise. */
export function statusItem(name: string, more: Partial<StatusItem> = {}): StatusItem {
  return {
    vm: machine(name),
    outcome: 'protected',
    machineGone: false,
    vault: VAULT,
    policy: 'DefaultPolicy',
    protectionState: 'Protected',
    lastBackup: { status: 'Completed', time: '2026-11-22T22:41:00Z', ageSeconds: 64_800 },
    lastRecoveryPoint: { time: '2026-11-22T22:41:00Z', ageSeconds: 64_800 },
    tooOld: false,
    lastError: null,
    softDelete: null,
    encryption: ADE,
    keyAccess: 'granted',
    keyHealth: 'in-place',
    excludedDisks: [],
    findings: [],
    error: null,
    ...more,
  };
}

export const UNPROTECTED = statusItem('VM001', {
  outcome: 'not-protected',
  vault: null,
  policy: null,
  protectionState: null,
  lastBackup: null,
  lastRecoveryPoint: null,
  keyAccess: 'lacking',
});

export const FAILING = statusItem('VM016', {
  outcome: 'error',
  protectionState: 'ProtectionError',
  lastBackup: { status: 'Failed', time: '2026-11-22T22:41:00Z', ageSeconds: 64_800 },
  lastRecoveryPoint: { time: '2026-11-01T22:40:00Z', ageSeconds: 1_879_260 },
  tooOld: true,
  lastError: {
    jobId: '4e2d0c3e-1111-4222-8333-944444444410',
    code: 'UserErrorKeyVaultPermissionsNotConfigured',
    message:
      'Azure Backup Service does not have sufficient permissions to Key Vault for Backup of Encrypted Virtual Machines.',
    meaning: 'the backup service has no access to the keys or secrets of VM016',
    fix: ['azbackup grant-access --vm VM016'],
    time: '2026-11-22T22:41:00Z',
  },
  keyAccess: 'lacking',
  findings: [SECRETS_LACKING],
});

/** A status document of items. */
export function status(items: StatusItem[]): StatusDocument {
  return {
    kind: 'status',
    schemaVersion: 1,
    items,
    summary: { total: items.length, outcomes: { protected: 1 }, tooOld: 0 },
  };
}

/** One document of each kind. */
export const EVERY_KIND: readonly ResultDocument[] = [
  SEVERAL_PREFLIGHTS,
  SEVERAL_ENABLES,
  grantAccess([grantItem('VM001')]),
  status([statusItem('VM005'), FAILING, UNPROTECTED]),
  POINTS_OF_SEVERAL,
  recoveryPoint(),
  ...[...BACKUP_SAMPLES, ...JOB_SAMPLES]
    .map(([, document]) => document)
    .filter(({ items }) => items.length > 0),
  ...[...ITEM_CHANGE_SAMPLES, ...VAULT_SAMPLES].map(([, document]) => document),
  ...KEY_SAMPLES.map(([, document]) => document),
  DRILL_RUN,
  DRILL_SHOW,
  DRILL_CLEAN,
  DRILL_REPORT,
  GATE_SAMPLE,
  GATE_INIT_SAMPLE,
  EXPORT_SAMPLE,
  RUNS_LIST,
  RUNS_SHOW,
  RUNS_PRUNE,
  ...POLICY_SAMPLES.map(([, document]) => document).filter(({ items }) => items.length > 0),
  COMPLETION,
  EXPLAIN,
  LOGIN,
  VERSION,
  MCP,
  SANDBOX_RESET,
  SANDBOX_SHOW,
  SANDBOX_SERVE,
  SANDBOX_VERIFY,
  SANDBOX_ENV,
  SANDBOX_CLOCK,
  SANDBOX_FAULT,
];
