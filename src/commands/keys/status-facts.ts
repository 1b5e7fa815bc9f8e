// Reads how a key or secret stands that a recovery point needs. Reads shared by several points are made once.

import type { Fact } from '../../domain/fact.js';
import type { WantedObject } from '../../domain/keys/key-copies.js';
import type { ObjectFacts } from '../../domain/keys/key-status.js';
import { deletedNamed, type DeletedObject, type KeyVault } from '../../domain/keys/key-vault.js';
import type { FactReader } from '../../facts/fact-reader.js';

/**
 * What is known of one object. Its key vault is asked about before its contents: a key vault that is gone
 * answers nothing, and that is no trouble of the network.
 * @param subscriptionId where to look for a key vault of which only the address is known
 */
export async function gatherObjectFacts(
  reader: FactReader,
  wanted: WantedObject,
  subscriptionId: string,
): Promise<ObjectFacts> {
  const vault = await keyVaultOf(reader, wanted, subscriptionId);
  if (vault.status === 'absent') {
    return { wanted, vault, object: vault, deleted: vault };
  }
  const { vaultUrl, name, kind } = wanted;
  const object = await (kind === 'key'
    ? reader.key(vaultUrl, name)
    : reader.secret(vaultUrl, name));
  // A name is either in use or in soft delete, never both.
  const deleted: Fact<DeletedObject> =
    object.status === 'absent' ? await deletedObject(reader, wanted) : { status: 'absent' };
  return { wanted, vault, object, deleted };
}

/** A key vault may have moved to another resource group since its id was written down. */
async function keyVaultOf(
  reader: FactReader,
  { keyVaultId, vaultUrl }: WantedObject,
  subscriptionId: string,
): Promise<Fact<KeyVault>> {
  const byId: Fact<KeyVault> =
    keyVaultId === undefined ? { status: 'absent' } : await reader.keyVault(keyVaultId);
  return byId.status === 'absent' ? reader.keyVaultByUrl(subscriptionId, vaultUrl) : byId;
}

async function deletedObject(
  reader: FactReader,
  { vaultUrl, kind, name }: WantedObject,
): Promise<Fact<DeletedObject>> {
  return deletedNamed(name, await reader.deletedObjects(vaultUrl, kind));
}
