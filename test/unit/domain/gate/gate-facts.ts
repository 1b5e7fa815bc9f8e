// The facts of a machine that meets every rule, from which a test takes away what it is about.

import type { BackupFacts, GateFacts } from '../../../../src/domain/gate/facts.js';
import { known } from '../../../../src/domain/fact.js';
import type { Fact } from '../../../../src/domain/fact.js';
import type { ReportedThreat, ThreatStatus } from '../../../../src/domain/recovery/threat.js';

const GROUP = '/subscriptions/s1/resourceGroups/rg-prod/providers';
const VAULT_ID = `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`;

export const VM = { id: `${GROUP}/Microsoft.Compute/virtualMachines/VM001`, name: 'VM001' };

export const UNREAD: Fact<never> = {
  status: 'unreadable',
  reason: 'unavailable',
  message: 'try again later',
};

const BACKUP: BackupFacts = {
  state: 'protected',
  machineGone: false,
  vaultName: 'rsv-prod',
  policyName: 'DefaultPolicy',
  lastBackup: { status: 'Completed', time: '2026-11-22T22:30:00Z' },
  lastPoint: { time: '2026-11-22T22:41:00Z', ageSeconds: 69_540 },
  pointsOfEarlier: false,
  excludedDisks: [],
};

/** The vault's part, with something else of it. */
export function backup(change: Partial<BackupFacts>): Pick<GateFacts, 'backup'> {
  return { backup: known({ ...BACKUP, ...change }) };
}

export const VAULT = {
  id: VAULT_ID,
  name: 'rsv-prod',
  resourceGroup: 'rg-prod',
  subscriptionId: 's1',
  location: 'japaneast',
  provisioningState: 'Succeeded',
  immutability: 'Locked',
  softDelete: { state: 'Enabled', retentionDays: 14 },
  identityPrincipalIds: [],
};

export const POLICY = {
  id: `${VAULT_ID}/backupPolicies/DefaultPolicy`,
  name: 'DefaultPolicy',
  policyType: 'Standard' as const,
  timeZone: 'UTC',
  schedule: { frequency: 'Daily' as const, times: ['22:30'], days: [] },
  retention: { daily: { days: 30 } },
  instantRestoreDays: 2,
  protectedItemsCount: 1,
};

/** What is reported of the newest point. */
export function newest(
  status: ThreatStatus,
  threats: readonly ReportedThreat[] = [],
): Pick<GateFacts, 'newestPoint'> {
  return { newestPoint: known({ time: '2026-11-22T22:41:00Z', threat: { status, threats } }) };
}

/** The facts, with others in their place. */
export function gateFacts(change: Partial<GateFacts> = {}): GateFacts {
  const passed = known([{ status: 'pass' as const, summary: 'kv-prod is as it should be' }]);
  return {
    name: 'VM001',
    ...backup({}),
    keyHealth: known('in-place' as const),
    keyAccess: known('granted' as const),
    keyNetwork: known([{ status: 'pass' as const, summary: 'lets the backup service through' }]),
    purgeProtection: passed,
    keySoftDelete: passed,
    vault: known(VAULT),
    crossRegionRestore: known(true),
    policy: known(POLICY),
    newestPoint: newest('clean').newestPoint,
    encryptedPoints: known([
      {
        time: '2026-11-22T22:41:00Z',
        end: { kind: 'at', time: '2026-12-22T22:41:00Z', source: 'azure', firm: true },
      },
    ]),
    drills: known({
      now: '2026-11-23T18:00:00Z',
      lastPassed: '2026-10-01T00:00:00Z',
      newest: { started: '2026-11-01T00:00:00Z', outcome: 'failed' },
      unread: null,
    }),
    ...change,
  };
}
