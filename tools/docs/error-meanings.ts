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
  AZB_CLOUD_FILE_INVALID: usage('the JSON file that `--cloud` names does not describe a cloud'),
  AZB_CLOUD_FILE_UNREADABLE: usage('the JSON file that `--cloud` names cannot be read'),
  AZB_CLOUD_UNKNOWN: usage('`--cloud` names no known cloud and no file'),
  AZB_CONFIG_INVALID: usage(
    'a config file is not YAML or JSON, or holds a key or value that does not fit',
  ),
  AZB_CONFIG_UNREADABLE: usage(
    'a config file cannot be read, or the one named with `--config` does not exist',
  ),
  AZB_CONFIRMATION_NEEDED: usage(
    'the command asks before it acts, and nobody can be asked: add `--yes`',
  ),
  AZB_GRANT_NOT_EFFECTIVE: failed('Azure took the grant, but it is not visible at the key vault'),
  AZB_GRANT_UNKNOWN: {
    kinds: ['not-allowed', 'unavailable'],
    meaning: 'whether the backup service has the access it needs could not be read',
  },
  AZB_INTERRUPTED: {
    kinds: ['interrupted', 'terminated'],
    meaning: 'Ctrl-C or a signal ended the command before it changed anything',
  },
  AZB_ITEM_MISSING: failed('Azure reported success, but the vault does not list the machine'),
  AZB_KEY_VAULT_FIREWALL: notAllowed('the firewall of a key vault does not let this computer in'),
  AZB_NOT_ALLOWED: notAllowed(
    'a right is missing; the error names the action and the scope where Azure does',
  ),
  AZB_NOT_AUTHENTICATED: notAllowed('Azure did not accept the token of this sign-in'),
  AZB_NOT_FOUND: notFound('Azure does not know the resource'),
  AZB_NO_CREDENTIAL: notAllowed('no way to sign in works; the causes list what was tried'),
  AZB_OPERATION_CANCELED: failed('the operation was canceled in Azure'),
  AZB_OPERATION_FAILED: failed("the operation failed in Azure; `azureCode` holds Azure's code"),
  AZB_PROTECTED_ELSEWHERE: failed('another Recovery Services vault protects the machine already'),
  AZB_QUERY_INVALID: usage('the text after `--query` is not JMESPath'),
  AZB_REFUSED: failed("Azure refused the request; `azureCode` holds Azure's code"),
  AZB_RESOURCE_GROUP_NOT_FOUND: notFound('the resource group does not exist'),
  AZB_SANDBOX_ADDRESS: usage('the sandbox cannot be served there, for instance on a port in use'),
  AZB_SANDBOX_PRINCIPAL: usage('`--sandbox-as` names no principal that could sign in'),
  AZB_SANDBOX_STATE: usage('the folder of the sandbox holds something that cannot be read'),
  AZB_SETTING_INVALID: usage('a setting has a value that does not fit; the causes name its source'),
  AZB_SIGN_IN_FAILED: notAllowed('the sign-in service refused, for instance an expired secret'),
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
  AZB_UNEXPECTED_ANSWER: failed('Azure answered in a form that azbackup does not know'),
  AZB_UNREACHABLE: unavailable('a host could not be reached; the message names it'),
  AZB_USAGE: usage('an option or argument is missing, unknown or does not fit'),
  AZB_VAULT_AMBIGUOUS: usage('several Recovery Services vaults would do; name one with `--vault`'),
  AZB_VAULT_ID_MALFORMED: usage(
    'the text after `--vault` is not the id of a Recovery Services vault',
  ),
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

function notAllowed(meaning: string): ErrorMeaning {
  return { kinds: ['not-allowed'], meaning };
}

function failed(meaning: string): ErrorMeaning {
  return { kinds: ['azure-failed'], meaning };
}

function unavailable(meaning: string): ErrorMeaning {
  return { kinds: ['unavailable'], meaning };
}
