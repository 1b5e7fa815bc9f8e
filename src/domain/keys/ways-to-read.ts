// What lets the caller look at a key or secret that it may not read. Pure: "Provide access to Key Vault keys,
// certificates, and secrets with Azure role-based access control", "Assign a Key Vault access policy".

import { assignRole, commandLine } from '../command-line.js';
import type { Fact } from '../fact.js';
import type { WantedObject } from './key-copies.js';
import type { Unreadable } from './key-status.js';
import type { KeyVault } from './key-vault.js';
import { policiesFor } from '../protection/backup-grant.js';

/** Azure's least role that reads the properties of keys and secrets, and no secret's value. */
const READER = 'Key Vault Reader';

/** What was to be read. */
export type ReadObject = Pick<WantedObject, 'kind' | 'vaultUrl'>;

/** Actions, best first; none where only time or Azure lets the read through. */
export function waysToRead(
  wanted: ReadObject,
  vault: Fact<KeyVault>,
  { reason, action, scope, caller, fix }: Unreadable,
): readonly string[] {
  if (reason !== 'forbidden') {
    return fix ?? [];
  }
  if (vault.status !== 'known') {
    return action === undefined ? [] : [`get ${action} on ${scope ?? wanted.vaultUrl}`];
  }
  const { name, permissionModel } = vault.value;
  const right =
    permissionModel === 'rbac' ? `the role ${READER}` : `${wanted.kind}s ${wordOf(action)}`;
  return [
    caller === undefined
      ? `get ${right} on ${name} from its administrator`
      : `get ${right} on ${name}: its administrator can run ${grant(wanted, vault.value, { caller, action })}`,
  ];
}

/** The word of an access policy in `keys list`. */
function wordOf(action: string | undefined): string {
  return /^\w+ (?<word>\w+)$/u.exec(action ?? '')?.groups?.['word'] ?? 'list';
}

interface Lacking {
  /** Object id. */
  readonly caller: string;
  readonly action: string | undefined;
}

function grant({ kind }: ReadObject, vault: KeyVault, { caller, action }: Lacking): string {
  if (vault.permissionModel === 'rbac') {
    return assignRole(caller, READER, vault.id);
  }
  // `set-policy` replaces the words of a kind, so those that the caller holds already are repeated.
  const kinds = kind === 'key' ? 'keys' : 'secrets';
  const held = policiesFor(vault, { objectId: caller }).flatMap((policy) => policy[kinds]);
  const words = new Set([...held.map((word) => word.toLowerCase()), wordOf(action)]);
  const where = ['--name', vault.name, '--subscription', vault.subscriptionId];
  const who = ['--object-id', caller, `--${kind}-permissions`, ...words];
  return commandLine('az', 'keyvault', 'set-policy', ...where, ...who);
}
