// Encrypting a vault with a key of the customer. Recording vault-cmk.full-flow; Documentation: Encrypt backup data by
// using customer-managed keys.

import { z } from 'zod';
import type { OperationRequest } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { resourceKey, type ArmResource, type OperationOutcome } from '../../../kernel/resource.js';
import { backupError } from '../../backup/response.js';
import { findBackupVault } from '../../backup/backup-vault.js';
import type { VaultBodyEncryption } from './body.js';
import type { VaultIdentity } from './identity.js';
import { problemWithKey, type KeyProblem, type VaultEncryption } from './key-access.js';

const KEY_URI = /^https:\/\/[a-z0-9-]+\.vault\.azure\.net(?::443)?\/keys\/[\w-]+(?:\/\w*)?\/?$/iu;

/** The change of a vault's encryption, and how its operation will end. */
export interface EncryptionChange {
  readonly encryption: VaultEncryption;
  readonly outcome: OperationOutcome;
}

/**
 * What a body makes of a vault's encryption; throws the Refusal of what cannot be asked for. Whether the vault can
 * use the key is found out by the operation, which fails then (terraform-provider-azurerm, issue 27817).
 */
export function changeEncryption(
  request: OperationRequest,
  vault: { readonly resource: ArmResource; readonly encryption: VaultEncryption | undefined },
  identity: VaultIdentity,
  body: VaultBodyEncryption,
): EncryptionChange {
  const { state, clock } = request;
  const before = vault.encryption;
  if (before === undefined && hasKnownItems(request, vault.resource)) {
    throw refused('UserErrorVaultCannotBeEncrypted', CMK_NEEDS_NEW_VAULT);
  }
  const infrastructure = body.infrastructureEncryption ?? before?.infrastructureEncryption;
  if (before !== undefined && infrastructure !== before.infrastructureEncryption) {
    throw invalidParameter('infrastructureEncryption');
  }
  const keyUri = body.keyVaultProperties?.keyUri ?? before?.keyVaultProperties.keyUri ?? '';
  if (!KEY_URI.test(keyUri)) {
    throw invalidParameter('keyUri');
  }
  const encryption: VaultEncryption = {
    keyVaultProperties: { keyUri },
    kekIdentity: kekIdentityOf(body, before, identity),
    infrastructureEncryption: infrastructure ?? 'Disabled',
  };
  const found = problemWithKey(
    state,
    { resource: vault.resource, identity, encryption },
    clock.now(),
  );
  return {
    encryption,
    outcome: found === undefined ? { status: 'Succeeded' } : { status: 'Failed', ...told(found) },
  };
}

const CMK_NEEDS_NEW_VAULT =
  'Encryption with customer-managed keys can be enabled for new vaults only: items are, or were, registered to this vault.';

/** Documented: no item may be registered, nor ever have been. What is gone has left its jobs. */
function hasKnownItems({ state }: OperationRequest, { id }: ArmResource): boolean {
  const backup = findBackupVault(state, id);
  const kept = [backup?.items, backup?.jobs];
  return backup?.storage.locked === true || kept.some((each) => Object.keys(each ?? {}).length > 0);
}

/** The identity that uses the key is of the vault; a body that names none leaves the one that was. */
function kekIdentityOf(
  { kekIdentity }: VaultBodyEncryption,
  before: VaultEncryption | undefined,
  { principalId, userAssignedIdentities = {} }: VaultIdentity,
): VaultEncryption['kekIdentity'] {
  const { useSystemAssignedIdentity: system, userAssignedIdentity } = kekIdentity ?? {};
  const user = userAssignedIdentity ?? undefined;
  if (system !== true && user === undefined && before !== undefined) {
    return before.kekIdentity;
  }
  const assigned = Object.keys(userAssignedIdentities).map((id) => resourceKey(id));
  const fits =
    system === true
      ? user === undefined && principalId !== undefined
      : user !== undefined && assigned.includes(resourceKey(user));
  if (!fits) {
    throw invalidParameter('cmkIdentity');
  }
  return { useSystemAssignedIdentity: system === true, userAssignedIdentity: user ?? null };
}

/** Of the parameter cmkIdentity: terraform-provider-azurerm, issue 24087. Of the others: an assumption. */
function invalidParameter(name: string): Refusal {
  return refused(
    'InvalidRestApiParameter',
    `${name} parameter is invalid. Please provide a valid ${name}`,
  );
}

function refused(code: string, message: string): Refusal {
  return new Refusal(backupError(400, { code, message }));
}

const keyVaultErrorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
});

/**
 * Key Vault's refusal is told whole (terraform-provider-azurerm, issue 27817). The other code is documented for
 * Backup vaults, of a missing right as of a key that is not RSA; that it stands for all that is unfit, and what it
 * says, are assumptions.
 */
function told(problem: KeyProblem): { readonly code: string; readonly message: string } {
  if (problem.kind === 'unfit') {
    return {
      code: 'UserErrorCMKMissingMangedIdentityPermissionOnKeyVault',
      message: `The key cannot be used for encryption: ${problem.reason}.`,
    };
  }
  const { error } = keyVaultErrorSchema.parse(problem.refusal.body);
  const content = JSON.stringify(problem.refusal.body);
  return {
    code: 'UserErrorCMKKeyVaultAuthFailure',
    message: `${error.message}\r\n\r\nStatus: 403 (Forbidden)\r\nErrorCode: ${error.code}\r\n\r\nContent:\r\n${content}\r\n`,
  };
}
