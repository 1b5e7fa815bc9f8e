// Keys of a key vault (@azure/keyvault-keys). Lists properties and brings keys back; key material is never
// asked for.

import { KeyClient } from '@azure/keyvault-keys';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import type { Transport } from '../arm/transport/transport.js';
import {
  backupBytes,
  collectDeleted,
  collectVersions,
  dataPlaneOptions,
  perVault,
} from './objects.js';
import type { KeyService } from '../services.js';

/** The service over the network of `transport`. */
export function createKeyService(transport: Transport): KeyService {
  const clientOf = perVault(
    (vaultUrl) => new KeyClient(vaultUrl, transport.credential, dataPlaneOptions(transport)),
  );
  return {
    versions: (vaultUrl, name) =>
      callOrAbsent(
        { doing: `read the key ${name} of ${vaultUrl}`, target: `${vaultUrl}/keys/${name}` },
        () =>
          collectVersions(
            { kind: 'key', vaultUrl, name },
            clientOf(vaultUrl).listPropertiesOfKeyVersions(name),
          ),
      ),
    deleted: (vaultUrl) =>
      callAzure({ doing: `list the deleted keys of ${vaultUrl}`, target: vaultUrl }, () =>
        collectDeleted(clientOf(vaultUrl).listDeletedKeys()),
      ),
    restore: async (vaultUrl, name, backup) => {
      await callAzure(
        { doing: `restore the key ${name} into ${vaultUrl}`, target: `${vaultUrl}/keys/${name}` },
        () => clientOf(vaultUrl).restoreKeyBackup(backupBytes(backup)),
      );
    },
    recover: async (vaultUrl, name) => {
      await callAzure(
        { doing: `recover the key ${name} of ${vaultUrl}`, target: `${vaultUrl}/keys/${name}` },
        () => clientOf(vaultUrl).beginRecoverDeletedKey(name),
      );
    },
  };
}
