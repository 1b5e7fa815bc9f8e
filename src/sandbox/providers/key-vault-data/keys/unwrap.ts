// Unwrapping for services that hold a wrapped disk key, such as the platform starting a machine.

import type { WorldState } from '../../../kernel/state.js';
import { decryptWith, type KeyAlgorithm } from './material.js';
import { readKey, type ObjectName } from '../vault-objects.js';

/**
 * The key that a wrapped value (base64url) holds; undefined when the wrapping key is gone or
 * disabled, or did not wrap it. Asks nobody's permission: `vaultAccess` does.
 */
export function unwrapWithKey(
  state: WorldState,
  keyName: ObjectName,
  wrapped: { readonly algorithm: KeyAlgorithm; readonly value: string },
): Buffer | undefined {
  const key = readKey(state, keyName);
  return key?.enabled === true
    ? decryptWith(key, wrapped.algorithm, Buffer.from(wrapped.value, 'base64url'))
    : undefined;
}
