// Further codes of key vaults and of Recovery Services vaults.

import { assumption, PUBLIC_REPORTS, recording, report } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const KEY_VAULT = 'https://learn.microsoft.com/azure/key-vault/general/common-error-codes';
const ABOUT_KEYS = 'https://learn.microsoft.com/azure/key-vault/keys/about-keys-details';
const KEY_BACKUP = 'https://learn.microsoft.com/azure/key-vault/general/backup';
const VAULT = 'azbackup vault show {vault}';

/** Vaults of both kinds. */
export const FURTHER_VAULT_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['InvalidRestApiParameter'],
    meaning: 'a parameter of the encryption of {vault} is not valid; the message names it',
    prove: [VAULT],
    fix: ['correct what the message names; the identity must be one that the vault has'],
    retry: 'after-fix',
    evidence: [report('hashicorp/terraform-provider-azurerm', 24_087)],
  }),
  known({
    codes: [
      'InvalidIdentityType',
      'MissingIdentityIds',
      'LinkedInvalidPropertyId',
      'FailedIdentityOperation',
    ],
    meaning: 'the managed identities of a resource were not given as Azure takes them',
    likely: 'an identity that does not exist, or ids without the type UserAssigned',
    prove: ['az identity list --query "[].id"'],
    fix: ['az backup vault identity assign -g RG -n {vault} --user-assigned IDENTITY-ID'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['OlrBackupFailed', 'UserErrorBcmDatasourceNotPresent'],
    meaning:
      'the backup that precedes a replacement of disks failed, so the disks were restored and nothing was replaced',
    likely: 'protection of the VM is stopped',
    prove: ['azbackup status --vm {vm}'],
    fix: ['azbackup resume --vm {vm}', 'restore again, or swap the disks of the VM yourself'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['VaultAlreadyExists'],
    meaning: 'the name of the key vault is taken; names are unique in all of Azure',
    prove: ['az keyvault list-deleted -o table', 'az keyvault list -o table'],
    fix: ['choose another name, or recover the deleted key vault: az keyvault recover -n KEYVAULT'],
    retry: 'after-fix',
    docs: KEY_VAULT,
  }),
  known({
    codes: ['DeletedVaultNotFound'],
    meaning: 'no key vault of this name is soft-deleted',
    prove: ['az keyvault list-deleted -o table'],
    fix: ['check the name and the region; a purged key vault cannot be recovered'],
    retry: 'no',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['KeyExpired', 'KeyNotYetValid'],
    meaning: 'the key is outside the time in which it may wrap and encrypt',
    likely: 'an expired key still decrypts, unwraps and verifies, so VMs keep starting',
    prove: ['az keyvault key show --vault-name KEYVAULT -n NAME --query attributes'],
    fix: ['set other dates on the key, or make a new version'],
    retry: 'after-fix',
    docs: ABOUT_KEYS,
    evidence: [assumption('the code; the rule is documented')],
  }),
  known({
    codes: ['BadParameter'],
    meaning: 'the key vault cannot read a value, such as a backup made elsewhere',
    likely: 'a backup opens only in the subscription and geography in which it was made',
    prove: ['az keyvault show -n KEYVAULT --query "{id:id, location:location}"'],
    fix: ['restore to a key vault of the same subscription and geography'],
    retry: 'after-fix',
    docs: KEY_BACKUP,
  }),
  known({
    codes: ['UserErrorCMKKeyVaultAuthFailure'],
    meaning: 'the identity of {vault} may not use its customer-managed key',
    likely: 'the message quotes the 403 of the key vault, which names the missing permission',
    prove: [VAULT],
    fix: ['grant the identity of the vault get, wrapKey and unwrapKey on that key'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['BMSUserErrorConflictingProtectionOperation'],
    meaning: 'another change of the same protected item is in progress',
    prove: ['azbackup jobs list --vault {vault} --status running'],
    fix: ['wait until it has ended, then run the command again'],
    retry: 'yes',
    evidence: [
      {
        kind: 'documentation',
        source: 'Troubleshoot problems while backing up Azure file shares',
        date: null,
        url: 'https://learn.microsoft.com/azure/backup/troubleshoot-azure-files',
      },
    ],
  }),
  known({
    codes: ['BMSUserErrorObjectNotFound'],
    meaning: '{vault} has no such policy, job, recovery point or operation',
    prove: [VAULT],
    fix: ['check the name; list what exists with azbackup'],
    retry: 'after-fix',
    evidence: [assumption('for which objects it is given')],
  }),
  known({
    codes: ['BMSUserErrorPolicyObjectInUse'],
    meaning: 'items use the policy, so it cannot be deleted',
    prove: ['azbackup policy list --vault {vault}'],
    fix: ['give its machines another policy first'],
    retry: 'after-fix',
    evidence: [PUBLIC_REPORTS],
  }),
  known({
    codes: ['RSVaultUpdateErrorConflictingOperationInProgress'],
    meaning: 'another change of {vault} is in progress',
    fix: ['run the command again in a minute'],
    retry: 'yes',
    evidence: [PUBLIC_REPORTS, assumption('its wording')],
  }),
  known({
    codes: ['InvalidResourceName'],
    meaning: 'the name of the vault is not valid',
    likely: 'two to fifty letters, digits and hyphens, and a letter first',
    fix: ['choose another name'],
    retry: 'after-fix',
    evidence: [assumption('the code; the rule for names is documented')],
  }),
  known({
    codes: ['400239', 'IaasVmHealthGreenDefault'],
    meaning: 'no error: the pre-check of the backups of {vm} is good',
    fix: ['nothing'],
    retry: 'no',
    evidence: [recording('health of a protected item', '2023-05')],
  }),
];
