// What lets the caller look at a key or secret that it may not read. Pure: "Provide access to Key Vault keys,
// certificates, and secrets with Azure role-based access control", "Assign a Key Vault access policy".

import { commandLine } from '../../domain/command-line.js';
import type { Fact } from '../../domain/fact.js';
import type { WantedObject } from '../../domain/keys/key-copies.js';
import type { Unreadable } from '../../domain/keys/key-status.js';
import type { KeyVault } from '../../domain/keys/key-vault.js';
import { policiesFor } from '../../domain/protection/backup-grant.js';

/** Azure's least role that reads the properties of keys and secrets, and no secret's value. */
const READER = 'Key Vault Reader';

/** Actions, best first; none where only time or Azure lets the read through. */
export function waysToRead(
  wanted: WantedObject,
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

function grant({ kind }: WantedObject, vault: KeyVault, { caller, action }: Lacking): string {
  if (vault.permissionModel === 'rbac') {
    const what = ['--role', READER, '--scope', vault.id];
    return commandLine(
      'az',
      'role',
      'assignment',
      'create',
      '--assignee-object-id',
      caller,
      ...what,
    );
  }
  // `set-policy` replaces the words of a kind, so those that the caller holds already are repeated.
  const kinds = kind === 'key' ? 'keys' : 'secrets';
  const held = policiesFor(vault, { objectId: caller }).flatMap((policy) => policy[kinds]);
  const words = new Set([...held.map((word) => word.toLowerCase()), wordOf(action)]);
  const where = ['--name', vault.name, '--subscription', vault.subscriptionId];
  const who = ['--object-id', caller, `--${kind}-permissions`, ...words];
  return commandLine('az', 'keyvault', 'set-policy', ...where, ...who);
}
