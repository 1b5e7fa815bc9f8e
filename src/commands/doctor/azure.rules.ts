// What a subscription has for the commands: providers, api-versions, the backup service's principal, rights.

import { isActionGranted } from '../../domain/rbac.js';
import type { BackupPrincipal, Permission } from '../../domain/roles.js';
import type { ResourceProvider } from '../../domain/diagnosis/resource-provider.js';
import { fail, ok, unknown, warn, type Diagnosis } from './diagnosis.js';

/** The providers whose resources the commands use, and what they ask of each, by resource type. */
export const USED_API_VERSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Microsoft.RecoveryServices': { vaults: '2024-04-01' },
  'Microsoft.Compute': { virtualMachines: '2026-03-01', disks: '2025-01-02' },
  'Microsoft.KeyVault': { vaults: '2026-02-01' },
  'Microsoft.Network': { virtualNetworks: '2024-05-01', networkInterfaces: '2024-05-01' },
  'Microsoft.Storage': { storageAccounts: '2023-05-01' },
};

/** Without these nothing can be backed up; the others are for restores. */
const NEEDED = new Set(['Microsoft.RecoveryServices', 'Microsoft.Compute', 'Microsoft.KeyVault']);

/**
 * Whether the subscription may use a provider, and whether that serves the versions that the program asks for.
 * @param pinned versions of the cloud, by provider namespace or resource type
 */
export function judgeProvider(
  namespace: string,
  provider: ResourceProvider | undefined,
  pinned: Readonly<Record<string, string>>,
): Diagnosis {
  if (provider === undefined) {
    return fail(`this cloud has no provider ${namespace}`, 'check --cloud: az cloud show');
  }
  const { registrationState, apiVersions } = provider;
  if (registrationState !== 'Registered') {
    const summary = `${namespace} is not registered in the subscription`;
    const fix = `az provider register --namespace ${namespace} --wait`;
    const evidence = [`state ${registrationState}`];
    return NEEDED.has(namespace) ? fail(summary, fix, evidence) : warn(summary, fix, evidence);
  }
  const missing = missingVersions(namespace, apiVersions, pinned);
  return missing.length === 0
    ? ok(`${namespace} is registered, and serves what azbackup asks for`)
    : warn(
        `${namespace} does not list api-versions that azbackup asks for`,
        'pin what this cloud serves: apiVersions in the file of --cloud',
        missing,
      );
}

/** A type that is not listed at all is not missing: providers do not list every one. */
function missingVersions(
  namespace: string,
  served: ResourceProvider['apiVersions'],
  pinned: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(USED_API_VERSIONS[namespace] ?? {}).flatMap(([type, usual]) => {
    const wanted = pinned[`${namespace}/${type}`] ?? pinned[namespace] ?? usual;
    const listed = served[type.toLowerCase()];
    return listed === undefined || listed.includes(wanted)
      ? []
      : [
          `${type}: ${wanted} is asked for, the newest here is ${listed.toSorted().at(-1) ?? 'none'}`,
        ];
  });
}

/** The service principal of Azure Backup. */
export function judgePrincipal(
  application: { readonly appId: string | undefined; readonly displayName: string },
  principal: BackupPrincipal | undefined,
): Diagnosis {
  const { appId, displayName } = application;
  if (appId === undefined) {
    return unknown(
      `no application id of ${displayName} is published for this cloud`,
      [],
      'give its object id to grant-access and enable: --backup-principal-id',
    );
  }
  return principal === undefined
    ? fail(
        `the tenant has no service principal ${displayName}`,
        'az provider register --namespace Microsoft.RecoveryServices --wait',
        ['Azure makes it with the first Recovery Services vault of the tenant'],
      )
    : ok(`${displayName} is in the tenant`, [`object id ${principal.objectId}`]);
}

const ITEM = 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems';

/** What the caller has to be allowed for what commands do, apart from what preflight looks at. */
const RIGHTS: readonly { readonly commands: string; readonly actions: readonly string[] }[] = [
  {
    commands: 'preflight and status',
    actions: [
      'Microsoft.Compute/virtualMachines/read',
      'Microsoft.Compute/disks/read',
      'Microsoft.KeyVault/vaults/read',
      'Microsoft.RecoveryServices/vaults/read',
      'Microsoft.RecoveryServices/vaults/backupProtectedItems/read',
    ],
  },
  { commands: 'enable', actions: [`${ITEM}/write`] },
  { commands: 'backup-now', actions: [`${ITEM}/backup/action`] },
  {
    commands: 'restore',
    actions: [`${ITEM}/recoveryPoints/restore/action`, 'Microsoft.Compute/virtualMachines/write'],
  },
  { commands: 'grant-access', actions: ['Microsoft.Authorization/roleAssignments/write'] },
];

/** What the caller may do, as far as the subscription tells. */
export function judgeRights(permissions: readonly Permission[], subscription: string): Diagnosis {
  const lacking = RIGHTS.flatMap(({ commands, actions }) => {
    const missing = actions.filter((action) => !isActionGranted(permissions, action));
    return missing.length === 0 ? [] : [`${commands}: ${missing.join(', ')}`];
  });
  return lacking.length === 0
    ? ok(`you may run every command in ${subscription}`)
    : warn(
        `some rights are not granted at ${subscription}; they may be on a resource group or resource`,
        'check them where they are needed: azbackup preflight --vm NAME',
        lacking,
      );
}
