// What each of azbackup's own error codes means. A unit test compares the list with the source.

import type { ExitKind } from '../exit-code.js';

/** One code: how a command can end with it, and its meaning as a sentence without a full stop. */
export interface ErrorMeaning {
  readonly kinds: readonly ExitKind[];
  readonly meaning: string;
  /** What to do about it, where there is more to say than for all of its exit. */
  readonly fix?: readonly string[];
}

/** By code. Codes are a contract: none may be removed or change its meaning. */
export const ERROR_MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  AZB_AGENT_FILE: usage('tools of `azbackup mcp` read and write no files of this machine'),
  AZB_AUTH_INCOMPLETE: usage('variables for the `--auth` method are missing; the error lists them'),
  AZB_BAD_RESOURCE_ID: usage('the text is not the id of an Azure resource'),
  AZB_BASELINE_INVALID: usage(
    'the file of `--baseline` is not a valid JSON result of `azbackup gate`',
  ),
  AZB_BUG: { kinds: ['bug'], meaning: 'a bug in azbackup: report it with the output of --debug' },
  AZB_CALLER_UNKNOWN: notAllowed(
    'the token does not name its user or application, so the key vault of a drill cannot be opened to it',
  ),
  AZB_CHANGE_NOT_VISIBLE: failed(
    'Azure reported success, but what was read back afterwards does not match the plan',
  ),
  AZB_CHANGE_REFUSED: blocked(
    'Azure does not allow this change in the current state of the backups; nothing was sent',
  ),
  AZB_CI_PERMISSION_MISSING: notAllowed(
    'the CI job may not request identity tokens: `id-token: write` in GitHub Actions, `SYSTEM_ACCESSTOKEN` in Azure Pipelines',
  ),
  AZB_CI_TOKEN_EXPIRED: {
    kinds: ['not-allowed', 'still-running'],
    meaning:
      'the CI service refuses the token with which the job requests identity tokens, as it does once the job has ended; what was waited for goes on in Azure (8)',
  },
  AZB_CI_URL_INVALID: usage(
    'the address at which a CI job requests identity tokens is not an https address',
  ),
  AZB_CLOUD_FILE_INVALID: usage(
    'what should describe a cloud does not, or would send tokens of another cloud to it',
  ),
  AZB_CLOUD_FILE_UNREADABLE: usage('the JSON file of `--cloud` cannot be read'),
  AZB_CLOUD_METADATA_ADDRESS: usage(
    'the text after `--from-metadata` is not the address of Resource Manager',
  ),
  AZB_CLOUD_METADATA_INVALID: failed(
    'the address does not serve the description of its own cloud that Resource Manager gives',
  ),
  AZB_CLOUD_UNKNOWN: usage('`--cloud` is not a known cloud or a file'),
  AZB_CODE_NOT_FOUND: notFound(
    'no explanation for that code, or no code on standard input; the causes list similar ones',
  ),
  AZB_CONFIG_FORBIDDEN: usage(
    'a project file, or one that others may change, sets what only the user may decide',
  ),
  AZB_CONFIG_INVALID: usage('a config file is not YAML or JSON, or has an invalid key or value'),
  AZB_CONFIG_UNREADABLE: usage(
    'a config file cannot be read, or the file of `--config` does not exist',
  ),
  AZB_CONFIRMATION_MISMATCH: usage('`--confirm` does not match a VM of the command'),
  AZB_CONFIRMATION_NEEDED: usage(
    'confirmation required, but prompts are not possible: add `--yes`, or `--confirm NAME`',
  ),
  AZB_DECLINED: usage('a question was answered with no'),
  AZB_DRILL_NOT_FOUND: {
    ...notFound('no such drill is recorded on this computer, and no resource group has its tag'),
    fix: ['azbackup drill list', 'azbackup drill clean --expired --dry-run'],
  },
  AZB_DRILL_NOT_OWN: {
    ...blocked('the resource group lacks the name or the tag of the drill, and is not deleted'),
    fix: [
      'look whose it is: az group show --name GROUP --query tags',
      'give it back its tag azbackup-drill with the id of the drill, then: azbackup drill clean ID',
    ],
  },
  AZB_DRILL_UNMANAGED: {
    ...blocked(
      'the VM has unmanaged disks, which Azure restores among the blobs of the staging account',
    ),
    fix: ['try a restore instead: azbackup restore --vm {vm} --dry-run'],
  },
  AZB_DRILL_UNRECORDED: {
    ...usage('the record of a drill cannot be written; without one nothing is created'),
    fix: ['free the disk, or let XDG_STATE_HOME name another folder'],
  },
  AZB_FILE_UNREADABLE: usage('a file named on the command line cannot be read'),
  AZB_FILE_UNWRITABLE: usage('a file named on the command line cannot be written'),
  AZB_FOREIGN_HOST: {
    kinds: ['unavailable'],
    meaning: 'an answer names a host that is not of the service in this cloud; no token was sent',
  },
  AZB_GATE_FILE_EXISTS: usage('the file that `azbackup gate init` is to write exists'),
  AZB_GATE_FILE_INVALID: usage(
    'the file of `azbackup gate` has a fault; the error shows the line and column of each',
  ),
  AZB_GRAPH_QUERY: usage(
    'Azure Resource Graph does not accept the query of `--graph-query`, or it returns something else than ids of VMs',
  ),
  AZB_GRAPH_TRUNCATED: usage('Azure Resource Graph returned only a part of what the query finds'),
  AZB_GRANT_DENIED: blocked(
    'a deny assignment keeps the backup service from the key vault, whatever it is granted',
  ),
  AZB_GRANT_NOT_EFFECTIVE: failed(
    'Azure accepted the grant, but it is not yet visible on the key vault',
  ),
  AZB_GRANT_UNKNOWN: {
    kinds: ['not-allowed', 'unavailable'],
    meaning: 'whether the backup service has the access it needs could not be read',
  },
  AZB_NOTHING_SELECTED: notFound(
    'no VM matches what the command selects by: names, tags, groups, regions, encryption, protection or a query',
  ),
  AZB_PRINCIPAL_IS_APPLICATION: usage(
    '`--backup-principal-id` is the application id of the backup service; its object id is needed',
  ),
  AZB_QUOTA_EXCEEDED: blocked(
    'the quota of the region is too small for a restored VM; nothing was created',
  ),
  AZB_REVOKE_NOT_EFFECTIVE: failed(
    'Azure accepted the revocation, but the grant is still on the key vault',
  ),
  AZB_INTERRUPTED: {
    kinds: ['interrupted', 'terminated'],
    meaning: 'interrupted by Ctrl-C or a signal before any change',
  },
  AZB_ITEM_AMBIGUOUS: usage(
    'several protected items have that name; the causes list their VMs and vaults',
  ),
  AZB_ITEM_MISSING: failed('Azure reported success, but the vault does not list the VM'),
  AZB_JOB_CANCELLED: failed('the job was cancelled in Azure'),
  AZB_JOB_FAILED: failed("the job failed in Azure; `azureCode` holds Azure's code"),
  AZB_JOB_NOT_CANCELLABLE: failed('the job has ended, or it is too late to cancel it'),
  AZB_JOB_NOT_FOUND: notFound('none of the searched vaults has the job'),
  AZB_JOB_WARNINGS: failed('the job was completed with warnings; the command exits with 9'),
  AZB_ITEM_NOT_FOUND: notFound(
    'none of the searched vaults protects, or has protected, a VM with that name',
  ),
  AZB_ENCRYPTION_INFO: usage('the file is not an encryption info file of Azure Backup'),
  AZB_ADDRESS_UNFIT: blocked('the private address cannot be used in the subnet'),
  AZB_ADE_CLIENT_NEEDED: blocked(
    'dual-pass ADE needs the Entra application and its secret for the new VM',
  ),
  AZB_ITEM_SOFT_DELETED: blocked('the backup is soft-deleted; undelete it before restoring it'),
  AZB_KEYS_NOT_IN_PLACE: {
    kinds: ['blocked', 'not-allowed'],
    meaning: 'the key and secret of the disks are missing or cannot be read',
  },
  AZB_NAME_TAKEN: blocked(
    'a VM, network interface or resource group with that name exists, and was not created by this restore or drill',
  ),
  AZB_NETWORK_AMBIGUOUS: usage('several virtual networks have that name; use a resource id'),
  AZB_NETWORK_ELSEWHERE: blocked('the virtual network is not in the region of the restored disks'),
  AZB_NETWORK_NOT_FOUND: notFound('virtual network or subnet not found'),
  AZB_SELECTION_COUNT: usage('another number of VMs is selected than `--expect` says'),
  AZB_STAGING_IDENTITY_UNFIT: blocked(
    'the vault does not have the managed identity that should stage the restore, or the VM has no managed disks',
  ),
  AZB_NO_SECONDARY_REGION: blocked(
    'the vault has no copies in another region, or its region has no paired region',
  ),
  AZB_DISK_ACCESS_NEEDED: blocked(
    'the disks are private, and a restore to another region needs `--disk-access`',
  ),
  AZB_DISK_ACCESS_UNFIT: blocked(
    'Azure makes restored disks private only if a disk was private at the backup',
  ),
  AZB_POINT_ARCHIVED: blocked('the recovery point is only in the archive tier; add --rehydrate'),
  AZB_NO_CLEAN_POINT: blocked(
    'latest-clean needs a point that Azure reports as clean; most vaults report nothing',
  ),
  AZB_POINT_NOT_RESTORABLE: blocked(
    'the recovery point is not readable in any tier, or not in the requested tier',
  ),
  AZB_REPORT_FILE_EXISTS: usage(
    'the file of `azbackup report --out` exists, and is not a report of azbackup',
  ),
  AZB_REPORT_INVALID: usage(
    'a file of `azbackup report diff` is not a JSON result of `azbackup report`',
  ),
  AZB_REPORT_ORDER: usage(
    'the first file of `azbackup report diff` is of a later time than the second',
  ),
  AZB_RESULT_UNWRITTEN: {
    kinds: ['unwritten'],
    meaning:
      'the command has ended, but its result could not be written to stdout, as on a full disk, or `--query` does not fit it',
  },
  AZB_RESTORED_DISKS_UNKNOWN: failed(
    'the disks are restored, but what should name them is gone, invalid, or names other disks',
  ),
  AZB_RESTORE_FORBIDDEN: blocked(
    'Azure does not support this for encrypted VMs; the cause quotes the rule, `docs` its page',
  ),
  AZB_RESTORE_OBJECTION: blocked('the validation by Azure failed; the causes quote it'),
  AZB_SIZE_NOT_FOUND: notFound('the VM size is not available in the region'),
  AZB_SIZE_RESTRICTED: blocked(
    'the subscription is restricted from the VM size in the region or zone',
  ),
  AZB_SIZE_NEEDED: usage('the original VM size is unknown: use `--size`'),
  AZB_STAGING_ACCOUNT_UNFIT: blocked(
    'the storage account cannot be used for staging, because of its region, kind or firewall',
  ),
  AZB_STORAGE_ACCOUNT_NEEDED: usage(
    'no suitable storage account in the region, or several: use `--staging-account`',
  ),
  AZB_STORAGE_ACCOUNT_NOT_FOUND: notFound('storage account not found'),
  AZB_SUBNET_NEEDED: usage('the virtual network has several subnets: use `--subnet`'),
  AZB_KEY_COPY_MISSING: blocked('the key or secret is gone, and the source has no backup of it'),
  AZB_KEY_NAME_TAKEN: blocked(
    'the key vault has other versions under that name, so a backup cannot be restored there',
  ),
  AZB_KEY_NOT_RECOVERED: {
    kinds: ['still-running'],
    meaning: 'Key Vault is still recovering the key or secret',
  },
  AZB_KEY_UNUSABLE: blocked('the key or secret exists, but is disabled, expired or not valid yet'),
  AZB_KEY_VAULT_CLOSED: blocked(
    'VMs cannot start with keys in that key vault: not enabled for disk encryption, in another region, or behind a firewall that keeps trusted Microsoft services out',
  ),
  AZB_KEY_VAULT_ELSEWHERE: blocked(
    'the key vault is not in the subscription or geography of the backups',
  ),
  AZB_KEY_VAULT_NOT_FOUND: notFound('key vault not found'),
  AZB_ADE_PASS_NEEDED: usage(
    'it is unknown whether ADE ran with an Entra application (dual pass): use `--ade-pass`',
  ),
  AZB_ADE_VOLUME_TYPE_NEEDED: usage(
    'it is unknown which volumes of the VM were encrypted: use `--ade-volume-type`',
  ),
  AZB_OS_TYPE_NEEDED: usage('the OS of the VM is unknown: use `--os-type`'),
  AZB_POINT_WITHOUT_KEYS: blocked(
    'the recovery point is not of a VM encrypted with ADE, or the key and secret of its disks are not known yet',
  ),
  AZB_DENIED_BY_POLICY: notAllowed('an Azure Policy assignment denies the change'),
  AZB_KEY_VAULT_FIREWALL: notAllowed('the firewall of a key vault blocks this computer'),
  AZB_NOT_ALLOWED: notAllowed(
    'a permission is missing; the error shows action and scope, if known',
  ),
  AZB_NOT_AUTHENTICATED: notAllowed('Azure rejected the token of this sign-in'),
  AZB_NOT_BACKED_UP: blocked(
    'the VM is not backed up: its protection is stopped, soft-deleted or failed',
  ),
  AZB_NOT_FOUND: notFound('resource not found'),
  AZB_NO_CREDENTIAL: notAllowed('no sign-in method works; the causes list what was tried'),
  AZB_OPERATION_CANCELED: failed('the operation was canceled in Azure'),
  AZB_OPERATION_FAILED: failed("the operation failed in Azure; `azureCode` holds Azure's code"),
  AZB_OPERATION_RUNNING: {
    kinds: ['still-running', 'interrupted'],
    meaning: 'an operation of a drill goes on in Azure: its end was not waited for',
  },
  AZB_PLAN_CHANGED: blocked(
    'the plan of `apply_plan` is not what was shown any more, because Azure is in another state',
  ),
  AZB_PLAN_EXPIRED: usage('the plan of `apply_plan` is older than 30 minutes'),
  AZB_PLAN_UNKNOWN: usage('this `azbackup mcp` has shown no plan with that id'),
  AZB_PLAN_USED: usage('the plan was applied or declined before; each can be applied once'),
  AZB_POLICY_AMBIGUOUS: usage('several vaults have a policy with that name; use `--vault`'),
  AZB_POLICY_EXISTS: failed(
    'the vault has a different policy with that name; the causes list the differences',
  ),
  AZB_POLICY_FILE: usage('the file is not a VM backup policy; the causes list why'),
  AZB_POLICY_ID_MALFORMED: usage('the text is not the id of a backup policy'),
  AZB_POLICY_IN_USE: blocked('VMs use the policy, so it cannot be deleted; the causes list them'),
  AZB_POLICY_LIMIT: blocked('the vault has reached the policy limit'),
  AZB_POLICY_NEEDED: usage('the VM no longer has a policy: use `--policy`'),
  AZB_POLICY_NOT_FOUND: notFound('the vault has no backup policy with that name'),
  AZB_POLICY_NOT_UNDERSTOOD: blocked(
    'the policy has fields that azbackup does not support and would remove; the causes list them',
  ),
  AZB_POLICY_RULES: usage('the policy breaks rules of Azure Backup; the causes quote them'),
  AZB_POLICY_TYPE: usage('a Standard policy cannot become Enhanced, or the reverse'),
  AZB_PROTECTED_ELSEWHERE: failed('another Recovery Services vault already protects the VM'),
  AZB_QUERY_INVALID: usage('the text after `--query` is not JMESPath'),
  AZB_RECOVERY_POINT_NOT_FOUND: notFound(
    'the VM has no recovery point with that name, or none up to that time',
  ),
  AZB_NO_TOKEN_FOR_TENANT: notAllowed(
    'a key vault or subscription is in another tenant, for which your sign-in has no token',
  ),
  AZB_TENANT_MISMATCH: blocked(
    'the VM and the vault are in subscriptions of different tenants; Azure Backup needs them in one',
  ),
  AZB_PROVIDER_NOT_REGISTERED: failed(
    'the subscription is not registered for a resource provider; the error shows the command that registers it',
  ),
  AZB_REFUSED: failed("Azure rejected the request; `azureCode` holds Azure's code"),
  AZB_RESOURCE_GROUP_NEEDED: usage(
    'the vault does not exist yet: specify its resource group with `--resource-group`',
  ),
  AZB_RESOURCE_GROUP_MISMATCH: usage(
    'the id after `--vm` is in another resource group than the given one',
  ),
  AZB_RESOURCE_GROUP_NOT_FOUND: notFound('the resource group does not exist'),
  AZB_READ_ONLY: usage('`azbackup mcp` was started without `--allow-changes`'),
  AZB_RECORDING_UNREADABLE: usage('the folder given to `sandbox verify` is not a recording'),
  AZB_RECORD_FOLDER: usage('the folder of `--record` holds something else, or cannot be written'),
  AZB_RESOURCE_GUARD: notAllowed(
    'the Resource Guard of the vault must approve this; see `--resource-guard-request`',
  ),
  AZB_RUN_DIFFERS: usage(
    '`--resume` was given other VMs, options or another command than the run was started with',
  ),
  AZB_RUN_DONE: usage('nothing is left of the run that `--resume` names'),
  AZB_RUN_FILE_EXISTS: usage('the file of `--run-file` exists; a run is recorded in a new one'),
  AZB_RUN_FILE_INVALID: usage(
    'the file is not a run file, or ends before anything was sent: run the command again',
  ),
  AZB_RUN_IN_USE: usage('another process is working on the run'),
  AZB_RUN_NOT_FOUND: notFound('no such run is recorded on this computer'),
  AZB_SANDBOX_SERVED: usage('another server answers for the folder of the sandbox'),
  AZB_SANDBOX_ADDRESS: usage(
    'the sandbox cannot be served there, for example because the port is in use',
  ),
  AZB_SANDBOX_PRINCIPAL: usage('`--sandbox-as` is not a principal that can sign in'),
  AZB_SANDBOX_STATE: usage('the sandbox folder has content that cannot be read'),
  AZB_ROLE_NOT_DEFINABLE: notAllowed(
    'the custom role does not exist, and you may not make it: use `--role built-in`',
  ),
  AZB_SCOPE_LOCKED: blocked(
    'a management lock forbids what the command would change; the causes show its level and scope',
  ),
  AZB_SETTING_INVALID: usage('a setting has an invalid value; the causes show its source'),
  AZB_SIGN_IN_FAILED: notAllowed(
    'the sign-in was rejected, for example because of an expired secret',
  ),
  AZB_SOFT_DELETE_UNKNOWN: notAllowed(
    'whether soft delete keeps deleted backups could not be read, so nothing is deleted',
  ),
  AZB_SUBSCRIPTION_AMBIGUOUS: usage(
    'several subscriptions are available and none was given; the causes list them',
  ),
  AZB_SUBSCRIPTION_MISMATCH: usage(
    'the id after `--vm` is in another subscription than the given one',
  ),
  AZB_SUBSCRIPTION_NOT_FOUND: notFound('the subscription does not exist, or is not visible'),
  AZB_THROTTLED: unavailable(
    'Azure is throttling requests, or the retry delay is too long to wait for',
  ),
  AZB_TOOL_UNKNOWN: usage('`azbackup mcp` has no tool with that name'),
  AZB_UNAVAILABLE: unavailable('Azure, or its sign-in service, is temporarily unavailable'),
  AZB_UNEXPECTED_RESPONSE: {
    kinds: ['azure-failed', 'unavailable'],
    meaning: 'unexpected response; with exit 10 it is not a response of Azure, and names the host',
  },
  AZB_UNREACHABLE: unavailable('a host could not be reached; the message shows it'),
  AZB_TOO_MANY_VAULTS: usage(
    'the subscription has too many vaults to search for jobs; use `--vault`',
  ),
  AZB_USAGE: usage('an option or argument is missing, unknown or invalid'),
  AZB_VAULT_AMBIGUOUS: usage('several Recovery Services vaults are possible; use `--vault`'),
  AZB_VAULT_DIFFERS: blocked(
    'the vault already exists and cannot be changed to match; the causes list why',
  ),
  AZB_VAULT_ID_MALFORMED: usage(
    'the text after `--vault` is not the id of a Recovery Services vault',
  ),
  AZB_VAULT_NOT_CHANGED: failed('Azure accepted the change to the vault, but it failed'),
  AZB_VAULT_NOT_CREATED: failed(
    'Azure accepted the new Recovery Services vault, but failed to create it',
  ),
  AZB_VAULT_NOT_FOUND: notFound('Recovery Services vault not found, or none is suitable'),
  AZB_VM_AMBIGUOUS: usage('several VMs have that name; the causes list their ids'),
  AZB_VM_ID_MALFORMED: usage('the text after `--vm` is not the id of a virtual machine'),
  AZB_VM_LIST: usage('the file of `--vm @FILE`, or standard input, names no VMs'),
  AZB_VM_NOT_FOUND: notFound('virtual machine not found; the causes list similar names'),
  AZB_WORLD_UNKNOWN: usage('`--world` is not a world or a file with one'),
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
