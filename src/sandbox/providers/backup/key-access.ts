// Whether Azure Backup can get at the keys of an encrypted machine. It acts as its own service
// principal in the tenant, as a trusted service of Key Vault, and needs what "Back up and restore
// encrypted Azure VMs" lists: get, list and backup of the secret, and of the key if there is one.

import type { WorldState } from '../../kernel/state.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import { machineEncryption } from '../compute/disk-encryption/disk-encryption.js';
import { parseObjectUrl } from '../compute/disk-encryption/disk-key.js';
import type { VirtualMachine } from '../compute/virtual-machines/state.js';
import { vaultAccess } from '../key-vault-data/access.js';
import { readKey, readSecret } from '../key-vault-data/vault-objects.js';
import type { VaultPermission } from '../key-vault-data/vault-permissions.js';
import { KEY_NOT_USABLE } from './assumed-errors.js';
import type { BackupFailure } from './response.js';
import { KEY_VAULT_PERMISSIONS } from './errors.js';

/** Application id of the Backup Management Service in the public cloud. Documentation: the same page. */
const BACKUP_SERVICE_APP_ID = '262044b1-e2ce-469f-a196-69ab7ada62d3';

/** Where the service comes from, which no firewall rule of a customer knows; an address of RFC 5737. */
const SERVICE_ADDRESS = '198.51.100.20';

type Category = 'keys' | 'secrets';

/** Why the keys of a machine are out of reach at an instant; undefined when they are not, or there are none. */
export function checkKeyAccess(
  state: WorldState,
  machine: VirtualMachine,
  nowMilliseconds: number,
): BackupFailure | undefined {
  const encryption = machineEncryption(state, machine);
  if (encryption === undefined) {
    return undefined;
  }
  const principal = servicePrincipal(state, machine);
  if (principal === undefined) {
    return KEY_VAULT_PERMISSIONS;
  }
  const { diskEncryptionKey, keyEncryptionKey } = encryption.settings;
  const mayUse = (category: Category, vaultId: string, url: string): boolean =>
    isGranted(state, { category, vaultId, url, principal, nowMilliseconds });
  const secretGranted = mayUse(
    'secrets',
    diskEncryptionKey.sourceVault.id,
    diskEncryptionKey.secretUrl,
  );
  const keyGranted =
    keyEncryptionKey === undefined ||
    mayUse('keys', keyEncryptionKey.sourceVault.id, keyEncryptionKey.keyUrl);
  if (!secretGranted || !keyGranted) {
    return KEY_VAULT_PERMISSIONS;
  }
  const usable =
    isSecretUsable(state, diskEncryptionKey.secretUrl) &&
    (keyEncryptionKey === undefined || isKeyUsable(state, keyEncryptionKey.keyUrl));
  return usable ? undefined : KEY_NOT_USABLE;
}

function servicePrincipal(state: WorldState, machine: VirtualMachine): string | undefined {
  const { subscriptionId } = parseResourceId(machine.resource.id);
  const tenantId = state.subscriptions.find(
    (found) => found.subscriptionId.toLowerCase() === subscriptionId?.toLowerCase(),
  )?.tenantId;
  return state.directory.principals.find(
    (found) => found.appId === BACKUP_SERVICE_APP_ID && found.tenantId === tenantId,
  )?.objectId;
}

/** Listing concerns the whole vault; that a grant on the single object does not do is an assumption. */
function isGranted(
  state: WorldState,
  what: {
    readonly category: Category;
    readonly vaultId: string;
    readonly url: string;
    readonly principal: string;
    readonly nowMilliseconds: number;
  },
): boolean {
  const { category, vaultId, principal, nowMilliseconds } = what;
  const { objectName } = parseObjectUrl(what.url);
  const ask = (permission: VaultPermission, name: { readonly objectName?: string }): boolean =>
    vaultAccess(state, {
      vaultId,
      principalObjectId: principal,
      permission,
      ...name,
      trustedService: true,
      address: SERVICE_ADDRESS,
      nowMilliseconds,
    }).allowed;
  return (
    ask(`${category}/list`, {}) &&
    ask(`${category}/get`, { objectName }) &&
    ask(`${category}/backup`, { objectName })
  );
}

function isSecretUsable(state: WorldState, url: string): boolean {
  const { vaultName, objectName: name, version } = parseObjectUrl(url);
  return readSecret(state, { vaultName, name, version })?.enabled === true;
}

/** A key that a certificate owns cannot be backed up. */
function isKeyUsable(state: WorldState, url: string): boolean {
  const { vaultName, objectName: name, version } = parseObjectUrl(url);
  const managed = state.keyVaultData[vaultName]?.keys[name.toLowerCase()]?.managed === true;
  return !managed && readKey(state, { vaultName, name, version })?.enabled === true;
}
