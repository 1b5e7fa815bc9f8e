// Using keys: encrypt, decrypt, wrap, unwrap. Recording: kv-key-decrypt.200.

import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { unixSeconds } from '../../../kernel/time/instant.js';
import { authorizeData } from '../authorize.js';
import {
  badCryptographicValue,
  keyOutOfTime,
  objectDisabled,
  operationNotPermitted,
} from '../errors.js';
import { decryptWith, encryptWith, type KeyAlgorithm } from './material.js';
import { findKey } from './handlers.js';
import { objectName } from '../object-lifecycle.js';
import { vaultUrl } from '../object-shapes.js';
import type { KeyVersion } from '../state.js';

/** A cryptographic operation as keys name it. */
export type KeyUse = 'encrypt' | 'decrypt' | 'wrapKey' | 'unwrapKey';

/** Algorithm and value, base64url. */
export interface KeyUseBody {
  readonly alg: KeyAlgorithm;
  readonly value: string;
}

/** Makes the handler of one operation. */
export function useKey(use: KeyUse): (request: OperationRequest<KeyUseBody>) => OperationResponse {
  return (request) => {
    const name = objectName(request);
    const vault = authorizeData(request, `keys/${use}`, name);
    const { object, version } = findKey(request, vault);
    const refused = refuseUse(version, use, unixSeconds(request.clock.now()));
    if (refused !== undefined) {
      return refused;
    }
    const value = compute(version, use, request.body);
    if (value === undefined) {
      return badCryptographicValue(use);
    }
    const kid = `${vaultUrl(vault)}/keys/${object.name}/${version.version}`;
    return { status: 200, body: { kid, value: value.toString('base64url') } };
  };
}

/**
 * Disabled keys do nothing; outside its time a key still opens what it closed, but closes nothing
 * new (Documentation: About keys, date-time controlled operations).
 */
function refuseUse(
  key: KeyVersion,
  use: KeyUse,
  nowSeconds: number,
): OperationResponse | undefined {
  if (!key.enabled) {
    return objectDisabled('Key', use);
  }
  if (!key.keyOps.includes(use)) {
    return operationNotPermitted(use);
  }
  const closes = use === 'encrypt' || use === 'wrapKey';
  if (closes && key.expiresSeconds !== undefined && key.expiresSeconds <= nowSeconds) {
    return keyOutOfTime(use, 'expired');
  }
  if (closes && key.notBeforeSeconds !== undefined && key.notBeforeSeconds > nowSeconds) {
    return keyOutOfTime(use, 'not-yet-valid');
  }
  return undefined;
}

function compute(key: KeyVersion, use: KeyUse, { alg, value }: KeyUseBody): Buffer | undefined {
  const bytes = Buffer.from(value, 'base64url');
  if (use === 'decrypt' || use === 'unwrapKey') {
    return decryptWith(key, alg, bytes);
  }
  return bytes.length > maxValueBytes(key, alg) ? undefined : encryptWith(key, alg, bytes);
}

/** Bytes that fit into one block beside the padding (RFC 8017). */
function maxValueBytes({ sizeBits }: KeyVersion, algorithm: KeyAlgorithm): number {
  const overhead = { 'RSA-OAEP': 42, 'RSA-OAEP-256': 66, RSA1_5: 11 }[algorithm];
  return sizeBits / 8 - overhead;
}
