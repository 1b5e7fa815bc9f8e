// What each of azbackup's own error codes means. A unit test compares the list with the source.

import type { ExitKind } from '../../src/errors/exit-code.js';

/** One code: how a command can end with it, and its meaning as a sentence without a full stop. */
export interface ErrorMeaning {
  readonly kinds: readonly ExitKind[];
  readonly meaning: string;
}

/** By code. Codes are a contract: none may be removed or change its meaning. */
export const ERROR_MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  AZB_AUTH_INCOMPLETE: usage(
    'the way to sign in that `--auth` names lacks variables; it lists them',
  ),
  AZB_BAD_RESOURCE_ID: usage('the text is not the id of an Azure resource'),
  AZB_BUG: { kinds: ['bug'], meaning: 'something that azbackup did not expect; please report it' },
  AZB_CHANGE_REFUSED: blocked(
    'Azure does not allow this change in the state that the backups are in; nothing was sent',
  ),
  AZB_CLOUD_FILE_INVALID: usage('the JSON file that `--cloud` names does not describe a cloud'),
  AZB_CLOUD_FILE_UNREADABLE: usage('the JSON file that `--cloud` names cannot be read'),
  AZB_CLOUD_UNKNOWN: usage('`--cloud` names no known cloud and no file'),
  AZB_CONFIG_INVALID: usage(
    'a config file is not YAML or JSON, or holds a key or value that does not fit',
  ),
  AZB_CONFIG_UNREADABLE: usage(
    'a config file cannot be read, or the one named with `--config` does not exist',
  ),
  AZB_CONFIRMATION_MISMATCH: usage(
    '`--confirm` names none of the machines that the command is about',
  ),
  AZB_CONFIRMATION_NEEDED: usage(
    'the command asks before it acts, and nobody can be asked: add `--yes`, or `--confirm NAME`',
  ),
  AZB_FILE_UNREADABLE: usage('a file named on the command line cannot be read'),
  AZB_GRANT_NOT_EFFECTIVE: failed('Azure took the grant, but it is not visible at the key vault'),
  AZB_GRANT_UNKNOWN: {
    kinds: ['not-allowed', 'unavailable'],
    meaning: 'whether the backup service has the access it needs could not be read',
  },
  AZB_INTERRUPTED: {
    kinds: ['interrupted', 'terminated'],
    meaning: 'Ctrl-C or a signal ended the command before it changed anything',
  },
  AZB_ITEM_AMBIGUOUS: usage(
    'several protected items have that name; the causes list their machines and vaults',
  ),
  AZB_ITEM_MISSING: failed('Azure reported success, but the vault does not list the machine'),
  AZB_JOB_CANCELLED: failed('the job was cancelled in Azure'),
  AZB_JOB_FAILED: failed("the job failed in Azure; `azureCode` holds Azure's code"),
  AZB_JOB_NOT_CANCELLABLE: failed('the job has ended, or Azure cancels it no more'),
  AZB_JOB_NOT_FOUND: notFound('no vault that was looked in has the job'),
  AZB_JOB_WARNINGS: failed('the job was completed with warnings; the command exits with 9'),
  AZB_ITEM_NOT_FOUND: notFound(
    'no vault that was looked into protects, or once protected, a machine of that name',
  ),
  AZB_ENCRYPTION_INFO: usage('the file is no encryption info file of Azure Backup'),
  AZB_ADDRESS_UNFIT: blocked(
    'the private address is not one that a machine can have in the subnet',
  ),
  AZB_ADE_CLIENT_NEEDED: blocked(
    'dual-pass ADE has to run in the new machine, which takes the application and its secret',
  ),
  AZB_ITEM_SOFT_DELETED: blocked(
    'the backup is in soft delete; it is undeleted before it is restored',
  ),
  AZB_KEYS_NOT_IN_PLACE: {
    kinds: ['blocked', 'not-allowed'],
    meaning: 'the key and secret that the disks need are not in place, or may not be looked at',
  },
  AZB_NAME_TAKEN: blocked(
    'there is a machine or network interface of that name that this restore did not make',
  ),
  AZB_NETWORK_AMBIGUOUS: usage('several virtual networks have that name; name one by its id'),
  AZB_NETWORK_ELSEWHERE: blocked(
    'the virtual network lies in another region than the restored disks',
  ),
  AZB_NETWORK_NOT_FOUND: notFound('there is no such virtual network, or it has no such subnet'),
  AZB_NO_SECONDARY_REGION: blocked(
    'the vault keeps no copies in another region, or Azure pairs its region with none',
  ),
  AZB_POINT_NOT_RESTORABLE: blocked(
    'no tier holds the recovery point in a state that can be read, or not the tier asked for',
  ),
  AZB_RESTORED_DISKS_UNKNOWN: failed(
    'the disks are restored, but the template that names them is gone or not understood',
  ),
  AZB_RESTORE_FORBIDDEN: blocked(
    'Azure does not allow this for encrypted machines; the cause quotes the rule, `docs` its page',
  ),
  AZB_RESTORE_OBJECTION: blocked(
    'Azure itself, asked beforehand, would refuse the restore; the causes quote it',
  ),
  AZB_SIZE_NOT_FOUND: notFound('the region has no such size of machines'),
  AZB_SIZE_NEEDED: usage('the original VM size is unknown: name one with `--size`'),
  AZB_STAGING_ACCOUNT_UNFIT: blocked(
    'the storage account cannot stage a restore, for its region, kind or firewall',
  ),
  AZB_STORAGE_ACCOUNT_NEEDED: usage(
    'no storage account of the region will do, or several: name one with `--staging-account`',
  ),
  AZB_STORAGE_ACCOUNT_NOT_FOUND: notFound('there is no such storage account'),
  AZB_SUBNET_NEEDED: usage('the virtual network has several subnets: name one with `--subnet`'),
  AZB_KEY_COPY_MISSING: blocked(
    'the key or secret is gone, and what was named holds no copy to bring it back from',
  ),
  AZB_KEY_NAME_TAKEN: blocked(
    'the key vault has other versions under that name, so a backup cannot be restored there',
  ),
  AZB_KEY_NOT_RECOVERED: {
    kinds: ['still-running'],
    meaning: 'Key Vault still works on bringing the key or secret back from soft delete',
  },
  AZB_KEY_UNUSABLE: blocked('the key or secret is there, but disabled, expired or not in force'),
  AZB_KEY_VAULT_CLOSED: blocked(
    'no machine of the region starts from keys in that key vault: shut to disks, or of another region',
  ),
  AZB_KEY_VAULT_ELSEWHERE: blocked(
    'the key vault lies in another subscription or geography than the copies were made in',
  ),
  AZB_KEY_VAULT_NOT_FOUND: notFound('there is no such key vault'),
  AZB_OS_TYPE_NEEDED: usage('the machine may run Windows or Linux: say which with `--os-type`'),
  AZB_POINT_WITHOUT_KEYS: blocked('the recovery point is not of a machine encrypted with ADE'),
  AZB_KEY_VAULT_FIREWALL: notAllowed('the firewall of a key vault does not let this computer in'),
  AZB_NOT_ALLOWED: notAllowed(
    'a right is missing; the error names the action and the scope where Azure does',
  ),
  AZB_NOT_AUTHENTICATED: notAllowed('Azure did not accept the token of this sign-in'),
  AZB_NOT_BACKED_UP: blocked('the machine takes no backups: it is stopped, soft-deleted or failed'),
  AZB_NOT_FOUND: notFound('Azure does not know the resource'),
  AZB_NO_CREDENTIAL: notAllowed('no way to sign in works; the causes list what was tried'),
  AZB_OPERATION_CANCELED: failed('the operation was canceled in Azure'),
  AZB_OPERATION_FAILED: failed("the operation failed in Azure; `azureCode` holds Azure's code"),
  AZB_POLICY_AMBIGUOUS: usage('several vaults have a policy of that name; name one with `--vault`'),
  AZB_POLICY_EXISTS: failed(
    'the vault has another policy of that name; the causes tell where it differs',
  ),
  AZB_POLICY_FILE: usage('the file holds no policy for virtual machines; the causes tell why'),
  AZB_POLICY_ID_MALFORMED: usage('the text is not the id of a backup policy'),
  AZB_POLICY_IN_USE: blocked(
    'machines have the policy, so it cannot be deleted; the causes name them',
  ),
  AZB_POLICY_LIMIT: blocked('the vault has as many policies as Azure allows'),
  AZB_POLICY_NEEDED: usage('the machine has no policy any more: name one with `--policy`'),
  AZB_POLICY_NOT_FOUND: notFound('the vault has no backup policy of that name'),
  AZB_POLICY_NOT_UNDERSTOOD: blocked(
    'the policy has fields that azbackup does not know and would lose; the causes name them',
  ),
  AZB_POLICY_RULES: usage('the policy breaks rules of Azure Backup; the causes quote them'),
  AZB_POLICY_TYPE: usage('a Standard policy cannot become Enhanced, nor the other way round'),
  AZB_PROTECTED_ELSEWHERE: failed('another Recovery Services vault protects the machine already'),
  AZB_QUERY_INVALID: usage('the text after `--query` is not JMESPath'),
  AZB_RECOVERY_POINT_NOT_FOUND: notFound(
    'the machine has no recovery point of that name, or none as old as the time that was named',
  ),
  AZB_REFUSED: failed("Azure refused the request; `azureCode` holds Azure's code"),
  AZB_RESOURCE_GROUP_NEEDED: usage(
    'the vault is not there yet: name its group with `--resource-group`',
  ),
  AZB_RESOURCE_GROUP_NOT_FOUND: notFound('the resource group does not exist'),
  AZB_RESOURCE_GUARD: notAllowed(
    "the vault's Resource Guard has to approve this; see `--resource-guard-request`",
  ),
  AZB_SANDBOX_ADDRESS: usage('the sandbox cannot be served there, for instance on a port in use'),
  AZB_SANDBOX_PRINCIPAL: usage('`--sandbox-as` names no principal that could sign in'),
  AZB_SANDBOX_STATE: usage('the folder of the sandbox holds something that cannot be read'),
  AZB_SETTING_INVALID: usage('a setting has a value that does not fit; the causes name its source'),
  AZB_SIGN_IN_FAILED: notAllowed('the sign-in service refused, for instance an expired secret'),
  AZB_SOFT_DELETE_UNKNOWN: notAllowed(
    'whether soft delete keeps deleted backups could not be read, so nothing is deleted',
  ),
  AZB_SUBSCRIPTION_AMBIGUOUS: usage(
    'several subscriptions are visible and none was named; the causes list them',
  ),
  AZB_SUBSCRIPTION_MISMATCH: usage(
    'the id after `--vm` lies in another subscription than the one named',
  ),
  AZB_SUBSCRIPTION_NOT_FOUND: notFound('the subscription does not exist, or is not visible'),
  AZB_THROTTLED: unavailable(
    'Azure throttles requests, or asks for a longer pause than is waited for in silence',
  ),
  AZB_UNAVAILABLE: unavailable('Azure, or its sign-in service, could not answer just now'),
  AZB_UNEXPECTED_RESPONSE: failed('Azure answered in a form that azbackup does not know'),
  AZB_UNREACHABLE: unavailable('a host could not be reached; the message names it'),
  AZB_TOO_MANY_VAULTS: usage('the subscription has too many vaults to look for jobs in; name one'),
  AZB_USAGE: usage('an option or argument is missing, unknown or does not fit'),
  AZB_VAULT_AMBIGUOUS: usage('several Recovery Services vaults would do; name one with `--vault`'),
  AZB_VAULT_DIFFERS: blocked(
    'the vault is there already and cannot become what is asked for; the causes tell why',
  ),
  AZB_VAULT_ID_MALFORMED: usage(
    'the text after `--vault` is not the id of a Recovery Services vault',
  ),
  AZB_VAULT_NOT_CHANGED: failed('Azure accepted the change of the vault, and then failed it'),
  AZB_VAULT_NOT_CREATED: failed(
    'Azure accepted the new Recovery Services vault, and then failed to create it',
  ),
  AZB_VAULT_NOT_FOUND: notFound('there is no such Recovery Services vault, or none that would do'),
  AZB_VM_AMBIGUOUS: usage('several machines have that name; the causes list their ids'),
  AZB_VM_ID_MALFORMED: usage('the text after `--vm` is not the id of a virtual machine'),
  AZB_VM_NOT_FOUND: notFound(
    'there is no such machine where it was looked for; the causes list near names',
  ),
  AZB_WORLD_UNKNOWN: usage('`--world` names no world and no file that holds one'),
};

function usage(meaning: string): ErrorMeaning {
  return { kinds: ['usage'], meaning };
}

function notFound(meaning: string): ErrorMeaning {
  return { kinds: ['not-found'], meaning };
}

function blocked(meaning: string): ErrorMeaning {
  return { kinds: ['blocked'], meaning };
}

function notAllowed(meaning: string): ErrorMeaning {
  return { kinds: ['not-allowed'], meaning };
}

function failed(meaning: string): ErrorMeaning {
  return { kinds: ['azure-failed'], meaning };
}

function unavailable(meaning: string): ErrorMeaning {
  return { kinds: ['unavailable'], meaning };
}
