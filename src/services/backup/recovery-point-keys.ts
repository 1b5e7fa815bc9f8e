// The copies of key and secret in the answer about one recovery point (RecoveryPoints_Get), on their way
// into a key vault: each is wrapped the moment it is read, so that nothing can print it.

import type { KeyAndSecretDetails, RecoveryPointResource } from '@azure/arm-recoveryservicesbackup';
import { osTypeNamed } from '../../domain/virtual-machine.js';
import type { KeyCopies, KeyCopy } from '../../domain/keys/key-copies.js';
import { KeyMaterial } from '../../domain/keys/key-material.js';
import { isVmPoint } from './recovery-point.js';

/** The copies; undefined for a point of a machine without ADE, and where Azure names no secret. */
export function keyCopiesFrom({ properties }: RecoveryPointResource): KeyCopies | undefined {
  if (properties === undefined || !isVmPoint(properties)) {
    return undefined;
  }
  const { isSourceVMEncrypted, keyAndSecret } = properties;
  const found = isSourceVMEncrypted === true ? keyAndSecret : undefined;
  const secretUrl = found?.bekDetails?.secretUrl ?? '';
  if (found === undefined || secretUrl === '') {
    return undefined;
  }
  const key = keyCopyFrom(found);
  const value = materialFrom(found.bekDetails?.secretData);
  const osType = osTypeNamed(properties.osType);
  return {
    secret: {
      url: secretUrl,
      ...vaultMember(found.bekDetails?.secretVaultId),
      ...(value === undefined ? {} : { value }),
    },
    ...(key === undefined ? {} : { key }),
    ...(osType === undefined ? {} : { osType }),
  };
}

/** Machines without a KEK have no details of one, or empty ones. */
function keyCopyFrom({ kekDetails }: KeyAndSecretDetails): KeyCopy | undefined {
  const url = kekDetails?.keyUrl ?? '';
  const backup = materialFrom(kekDetails?.keyBackupData);
  return url === ''
    ? undefined
    : {
        url,
        ...vaultMember(kekDetails?.keyVaultId),
        ...(backup === undefined ? {} : { backup }),
      };
}

function vaultMember(id: string | null | undefined): { readonly keyVaultId?: string } {
  return (id ?? '') === '' ? {} : { keyVaultId: id ?? '' };
}

/** The text, wrapped; undefined where there is none. */
function materialFrom(text: string | null | undefined): KeyMaterial | undefined {
  return (text ?? '') === '' ? undefined : new KeyMaterial(text ?? '');
}
