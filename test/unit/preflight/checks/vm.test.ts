import { describe } from 'vitest';
import { known } from '../../../../src/domain/fact.js';
import { diskDataAccessOpen } from '../../../../src/preflight/checks/disk/data-access-open.js';
import { diskEncryptionRecognised } from '../../../../src/preflight/checks/disk/encryption-recognised.js';
import { diskNotShared } from '../../../../src/preflight/checks/disk/not-shared.js';
import { diskTypeFitsPolicy } from '../../../../src/preflight/checks/disk/type-fits-policy.js';
import { vmAgentReady } from '../../../../src/preflight/checks/vm/agent-ready.js';
import { vmConfidentialSupported } from '../../../../src/preflight/checks/vm/confidential-supported.js';
import { vmDisksWithinRestoreLimits } from '../../../../src/preflight/checks/vm/disks-within-restore-limits.js';
import { vmItemNotSoftDeleted } from '../../../../src/preflight/checks/vm/item-not-soft-deleted.js';
import { vmNotProtectedElsewhere } from '../../../../src/preflight/checks/vm/not-protected-elsewhere.js';
import { vmProvisioningSucceeded } from '../../../../src/preflight/checks/vm/provisioning-succeeded.js';
import { vmProvidersRegistered } from '../../../../src/preflight/checks/vm/providers-registered.js';
import { vmRegionMatchesVault } from '../../../../src/preflight/checks/vm/region-matches-vault.js';
import { vmSecurityTypeFitsPolicy } from '../../../../src/preflight/checks/vm/security-type-fits-policy.js';
import { vmSnapshotGroupUnlocked } from '../../../../src/preflight/checks/vm/snapshot-group-unlocked.js';
import { vmSubscriptionMatchesVault } from '../../../../src/preflight/checks/vm/subscription-matches-vault.js';
import { testCheck } from '../../../support/check-table.js';
import {
  ABSENT,
  FORBIDDEN,
  OTHER_VAULT_ID,
  SUBSCRIPTION,
  UNAVAILABLE,
  VAULT_ID,
  aPolicy,
  aVault,
  aVm,
  anItem,
  factsFor,
} from '../../../support/facts-builder.js';

const plain = aVm();
const agent = { version: 'Unknown', displayStatus: 'Not Ready', ready: false, message: 'no blob' };
const withAgent = (change: object) =>
  factsFor(plain.withInstanceView({ agent: { ...agent, ...change } }));
const withPower = (powerState: string) => plain.withInstanceView({ powerState });
const { instanceView: _, ...unseen } = plain.vm;
const withoutAgent = { disks: [], extensions: [] };

describe('checks of its disks', () => {
  const disksAre = (change: object) => factsFor(plain.withManagedDisks(change));
  const enhanced = known({ ...aPolicy(), policyType: 'Enhanced' as const });

  const unregistered = {
    status: 'unreadable',
    reason: 'refused',
    code: 'AZB_PROVIDER_NOT_REGISTERED',
    message: "not registered to use namespace 'Microsoft.RecoveryServices'",
    fix: ['az provider register --namespace Microsoft.RecoveryServices --wait'],
  } as const;
  const said = ['Microsoft.RecoveryServices', 'az provider register'];

  testCheck(vmProvidersRegistered, [
    ['answers', factsFor(aVm()), 'pass'],
    ['a vault list refused', factsFor(aVm()).with({ vault: unregistered }), 'fail', said],
    ['a backup status refused', factsFor(aVm()).with({ protection: unregistered }), 'fail', said],
    [
      'a key vault refused',
      factsFor(aVm().encryptedWithKek()).withKeyVaultFacts({ vault: unregistered }),
      'fail',
      said,
    ],
    [
      'nothing that could be read',
      factsFor(aVm()).with({ vault: FORBIDDEN, protection: FORBIDDEN }),
      'skip',
    ],
    ['no vault to ask', factsFor(aVm()).with({ vault: ABSENT, protection: ABSENT }), 'pass'],
  ]);

  testCheck(diskTypeFitsPolicy, [
    ['ordinary disks', factsFor(plain), 'pass'],
    [
      'an Ultra Disk and a Standard policy',
      disksAre({ sku: 'UltraSSD_LRS' }),
      'fail',
      ['VM001_OsDisk is Ultra Disk', 'azbackup enable --vm VM001 --policy EnhancedPolicy'],
    ],
    ['a Premium SSD v2 in another casing', disksAre({ sku: 'premiumv2_lrs' }), 'fail'],
    [
      'an Ultra Disk and an Enhanced policy',
      disksAre({ sku: 'UltraSSD_LRS' }).with({ policy: enhanced }),
      'pass',
    ],
    [
      'an Ultra Disk and no policy yet',
      disksAre({ sku: 'UltraSSD_LRS' }).with({ policy: ABSENT }),
      'skip',
    ],
  ]);

  testCheck(diskDataAccessOpen, [
    ['never set', factsFor(plain), 'pass'],
    ['off', disksAre({ dataAccessAuthMode: 'None' }), 'pass'],
    [
      'on',
      disksAre({ dataAccessAuthMode: 'AzureActiveDirectory' }),
      'fail',
      ['--data-access-auth-mode None'],
    ],
  ]);

  testCheck(diskNotShared, [
    ['one machine', disksAre({ maxShares: 1 }), 'pass'],
    ['two machines', disksAre({ maxShares: 2 }), 'fail', ['maxShares 2']],
  ]);

  testCheck(vmConfidentialSupported, [
    ['Trusted Launch', factsFor(plain.with({ securityType: 'TrustedLaunch' })), 'skip'],
    ['confidential', factsFor(plain.with({ securityType: 'ConfidentialVM' })), 'fail', ['preview']],
  ]);
});

describe('checks of the machine', () => {
  testCheck(vmProvisioningSucceeded, [
    ['a running machine', factsFor(plain), 'pass'],
    ['a deallocated machine', factsFor(plain.deallocated()), 'pass'],
    [
      'a failed machine',
      factsFor(plain.with({ provisioningState: 'Failed' })),
      'fail',
      ['provisioning state Failed', 'az vm reapply --ids '],
    ],
    [
      'a machine that is being updated',
      factsFor(plain.with({ provisioningState: 'Updating' })),
      'fail',
      ['changing state'],
    ],
    [
      'a machine that is stopping',
      factsFor(withPower('PowerState/stopping')),
      'fail',
      ['power state PowerState/stopping'],
    ],
  ]);

  testCheck(vmAgentReady, [
    ['a ready agent', factsFor(plain), 'pass', ['2.7.41491.1075']],
    ['an agent that is not ready', withAgent({}), 'fail', ['Not Ready', 'no blob']],
    [
      'no agent on a running machine',
      factsFor(plain.with({ instanceView: { ...withoutAgent, powerState: 'PowerState/running' } })),
      'fail',
      ['reports no agent'],
    ],
    [
      'a Windows agent older than Azure Backup takes',
      withAgent({ ready: true, version: '2.6.1198.717' }),
      'fail',
      ['2.6.1198.718'],
    ],
    [
      'the oldest Windows agent that Azure Backup takes',
      withAgent({ ready: true, version: '2.6.1198.718' }),
      'pass',
    ],
    ['a machine that is off', factsFor(plain.deallocated()), 'skip', ['crash-consistent']],
    [
      'a machine without an instance view',
      factsFor({ ...plain, vm: unseen }),
      'unknown',
      ['get-instance-view'],
    ],
    [
      'an instance view that tells nothing',
      factsFor(plain.with({ instanceView: withoutAgent })),
      'unknown',
    ],
  ]);

  testCheck(vmRegionMatchesVault, [
    ['the same region', factsFor(plain), 'pass'],
    [
      'the same region under its display name',
      factsFor(plain.with({ location: 'Japan East' })),
      'pass',
    ],
    [
      'another region',
      factsFor(plain).with({ vault: known(aVault({ location: 'westeurope' })) }),
      'fail',
      ['rsv-prod is in westeurope', '--create-vault rsv-japaneast'],
    ],
    ['no vault', factsFor(plain).with({ vault: ABSENT }), 'skip'],
    [
      'an unreadable vault',
      factsFor(plain).with({ vault: FORBIDDEN }),
      'unknown',
      ['Microsoft.RecoveryServices/Vaults/read'],
    ],
  ]);

  const foreign = { vault: known(aVault({ subscriptionId: 'another' })) };
  const tenants = (vault: string) => ({ vm: known('contoso'), vault: known(vault) });
  const NAMESAKE = '/subscriptions/another/resourceGroups/g/providers/p/t/VM001';
  testCheck(vmSubscriptionMatchesVault, [
    ['the same subscription', factsFor(plain.encryptedWithBek()), 'pass'],
    ['another one with ADE', factsFor(plain.encryptedWithBek()).with(foreign), 'fail', ['ADE']],
    ['another one without ADE', factsFor(plain).with(foreign), 'pass', ['Cross Subscription']],
    [
      'another one of the same tenant',
      factsFor(plain).with({ ...foreign, tenants: tenants('contoso') }),
      'pass',
    ],
    [
      'another one of another tenant',
      factsFor(plain).with({ ...foreign, tenants: tenants('fabrikam') }),
      'fail',
      ['another tenant', 'fabrikam'],
    ],
    [
      'another one whose tenant cannot be read',
      factsFor(plain).with({ ...foreign, tenants: { ...tenants('contoso'), vault: FORBIDDEN } }),
      'unknown',
    ],
    [
      'an item of its name, of a VM elsewhere',
      factsFor(plain).with({ ...foreign, namesake: NAMESAKE }),
      'fail',
      [NAMESAKE, '--create-vault'],
    ],
    [
      'an item of its name in the vault of its own subscription',
      factsFor(plain).with({ namesake: NAMESAKE }),
      'fail',
      [NAMESAKE],
    ],
    ['no vault', factsFor(plain).with({ vault: ABSENT }), 'skip'],
    ['an unreadable vault', factsFor(plain).with({ vault: UNAVAILABLE }), 'unknown'],
  ]);

  const elsewhere = known({ status: 'Protected', vaultId: OTHER_VAULT_ID } as const);
  const deleted = { deletedAt: '2026-11-20T00:00:00Z', remainingSeconds: 11 * 86_400 + 5 };
  testCheck(vmNotProtectedElsewhere, [
    ['not protected at all', factsFor(plain), 'pass'],
    [
      'protected by the vault itself',
      factsFor(plain).with({ item: known(anItem(plain.vm)), protection: UNAVAILABLE }),
      'pass',
    ],
    [
      'protected by the vault, whose items lag behind',
      factsFor(plain).with({ protection: known({ status: 'Protected', vaultId: VAULT_ID }) }),
      'pass',
    ],
    [
      'protected by another vault',
      factsFor(plain).with({ protection: elsewhere }),
      'fail',
      ['already protected by rsv-legacy (rg-legacy)', `azbackup enable --vm VM001 --vault /`],
    ],
    [
      'soft-deleted here, protected by another vault',
      factsFor(plain).with({
        item: known(anItem(plain.vm, { softDelete: deleted })),
        protection: elsewhere,
      }),
      'fail',
    ],
    [
      'not to be asked, by a known caller',
      factsFor(plain).with({ protection: { ...FORBIDDEN, caller: 'caller-id' } }),
      'unknown',
      [
        `get the role Backup Reader on subscription ${SUBSCRIPTION}: its administrator can run az role assignment create --assignee-object-id caller-id --role 'Backup Reader' --scope /subscriptions/${SUBSCRIPTION}`,
        'azbackup preflight --vm VM001',
      ],
    ],
    [
      'protection that failed and has no vault',
      factsFor(plain).with({ protection: known({ status: 'ProtectionFailed' }) }),
      'pass',
    ],
    [
      'protected by a vault without a name',
      factsFor(plain).with({ protection: known({ status: 'Protected' }) }),
      'unknown',
    ],
    [
      'an answer that was refused',
      factsFor(plain).with({ protection: FORBIDDEN }),
      'unknown',
      ['backupStatus/action'],
    ],
  ]);

  testCheck(vmItemNotSoftDeleted, [
    ['no item', factsFor(plain), 'pass'],
    ['a live item', factsFor(plain).with({ item: known(anItem(plain.vm)) }), 'pass'],
    [
      'a soft-deleted item',
      factsFor(plain).with({ item: known(anItem(plain.vm, { softDelete: deleted })) }),
      'fail',
      ['in 11 days', 'azbackup enable --vm VM001'],
    ],
    ['an unreadable item', factsFor(plain).with({ item: UNAVAILABLE }), 'unknown'],
  ]);

  const trusted = factsFor(plain.with({ securityType: 'TrustedLaunch' }));
  const enhanced = known(aPolicy({ policyType: 'Enhanced', name: 'EnhancedPolicy' }));
  testCheck(vmSecurityTypeFitsPolicy, [
    ['Standard with a Standard policy', factsFor(plain), 'pass'],
    ['Trusted Launch with an Enhanced policy', trusted.with({ policy: enhanced }), 'pass'],
    [
      'Trusted Launch with a Standard policy',
      trusted,
      'fail',
      ['azbackup enable --vm VM001 --policy EnhancedPolicy'],
    ],
    [
      'a confidential machine with a Standard policy',
      factsFor(plain.with({ securityType: 'ConfidentialVM' })),
      'fail',
    ],
    [
      'Trusted Launch that a newer client protected with this Standard policy',
      trusted.with({ item: known(anItem(plain.vm)) }),
      'pass',
      ['already'],
    ],
    ['Trusted Launch without a policy', trusted.with({ policy: ABSENT }), 'skip'],
    ['Trusted Launch with an unreadable policy', trusted.with({ policy: FORBIDDEN }), 'unknown'],
  ]);

  const ade = plain.encryptedWithBek();
  const unsized = aVm()
    .unmanaged()
    .vm.disks.map(({ sizeGb: __, ...attached }) => ({
      attached,
      disk: ABSENT,
    }));
  testCheck(vmDisksWithinRestoreLimits, [
    ['one encrypted disk', factsFor(ade), 'pass'],
    ['16 encrypted disks', factsFor(ade.withDataDisks(15)), 'pass'],
    ['17 encrypted disks', factsFor(ade.withDataDisks(16)), 'fail', ['17 disks']],
    ['a disk of 4,097 GB', factsFor(ade.withDataDisks(1, 4097)), 'pass'],
    ['a disk of 4,098 GB', factsFor(ade.withDataDisks(1, 4098)), 'fail', ['4098 GB']],
    ['a large disk without ADE', factsFor(plain.withDataDisks(1, 4098)), 'skip'],
    [
      'more disks than any backup takes',
      factsFor(plain.withDataDisks(33)),
      'fail',
      ['33 data disks'],
      'block',
    ],
    [
      'more unmanaged disks than any backup takes',
      factsFor(plain.withDataDisks(17).unmanaged()),
      'fail',
      ['at most 16'],
      'block',
    ],
    ['a disk over 32 TB', factsFor(plain.withDataDisks(1, 32_769)), 'fail', [], 'block'],
    ['disks over 256 TB', factsFor(plain.withDataDisks(9, 32_000)), 'fail', ['in all'], 'block'],
    [
      'an unmanaged disk whose size is not told',
      factsFor(plain.unmanaged().withAdeExtension().withDisks(unsized)),
      'unknown',
    ],
  ]);

  const lock = (scope: string, level = 'CanNotDelete') =>
    factsFor(plain).with({ locks: known([{ name: 'keep', scope, level }]) });
  const subscription = `/subscriptions/${SUBSCRIPTION}`;
  testCheck(vmSnapshotGroupUnlocked, [
    ['no lock', factsFor(plain), 'pass'],
    ['a lock on another group', lock(`${subscription}/resourceGroups/rg-prod`), 'pass'],
    [
      'a lock on the snapshots of another region',
      lock(`${subscription}/resourceGroups/AzureBackupRG_westeurope_1`),
      'pass',
    ],
    ['a lock on another subscription', lock('/subscriptions/another'), 'pass'],
    [
      'a lock that keeps old snapshots',
      lock(`${subscription}/resourceGroups/azurebackuprg_japaneast_1`),
      'fail',
      ['18 restore points', 'az lock delete --ids '],
      'warn',
    ],
    [
      'a lock that forbids snapshots',
      lock(`${subscription}/resourceGroups/AzureBackupRG_japaneast_2`, 'ReadOnly'),
      'fail',
      ['no snapshot can be created'],
      'block',
    ],
    ['a lock on the subscription', lock(subscription), 'fail', [], 'warn'],
    ['locks that Azure did not tell', factsFor(plain).with({ locks: ABSENT }), 'skip'],
    [
      'locks that may not be read',
      factsFor(plain).with({ locks: FORBIDDEN }),
      'unknown',
      ['Microsoft.Authorization/locks/read'],
    ],
  ]);

  const halfSeen = ade.withDisks([
    ...ade.disks,
    ...aVm().withDataDisks(1).withoutDiskRights().disks.slice(1),
  ]);
  testCheck(diskEncryptionRecognised, [
    ['platform-managed keys', factsFor(plain), 'pass', ['platform-managed']],
    ['ADE', factsFor(ade), 'pass', ['ADE (single pass)']],
    ['at host', factsFor(plain.with({ encryptionAtHost: true })), 'pass', ['at host']],
    [
      'a disk that may not be read',
      factsFor(plain.withoutDiskRights()),
      'unknown',
      ['Microsoft.Compute/disks/read', 'could not be read'],
    ],
    [
      'a kind that is new',
      factsFor(plain.withManagedDisks({ encryptionAtRest: 'EncryptionWithMoonlight' })),
      'unknown',
      ['EncryptionWithMoonlight'],
    ],
    ['ADE with a disk that nothing tells of', factsFor(halfSeen), 'unknown', ['VM001_Data0']],
    ['ADE whose disks only the instance view shows', factsFor(ade.withoutDiskRights()), 'pass'],
  ]);
});
