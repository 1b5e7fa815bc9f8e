// Secrets of a key vault (@azure/keyvault-secrets). Lists properties and brings secrets back. A value is
// asked for only to compare it, and never leaves this file.

import { SecretClient } from '@azure/keyvault-secrets';
import { callAzure, callOrAbsent, type AzureCall } from '../arm/errors.js';
import type { Transport } from '../arm/transport/transport.js';
import {
  backupBytes,
  collectDeleted,
  collectVersions,
  dataPlaneOptions,
  perVault,
} from './objects.js';
import type { SecretService } from '../services.js';

/** The service over the network of `transport`. */
export function createSecretService(transport: Transport): SecretService {
  const clientOf = perVault(
    (vaultUrl) => new SecretClient(vaultUrl, transport.credential, dataPlaneOptions(transport)),
  );
  return {
    versions: (vaultUrl, name) =>
      callOrAbsent(callOn('read', vaultUrl, name), () =>
        collectVersions(
          { kind: 'secret', vaultUrl, name },
          clientOf(vaultUrl).listPropertiesOfSecretVersions(name),
        ),
      ),
    deleted: (vaultUrl) =>
      callAzure({ doing: `list the deleted secrets of ${vaultUrl}`, target: vaultUrl }, () =>
        collectDeleted(clientOf(vaultUrl).listDeletedSecrets()),
      ),
    restore: async (vaultUrl, name, backup) => {
      await callAzure(callOn('restore', vaultUrl, name), () =>
        clientOf(vaultUrl).restoreSecretBackup(backupBytes(backup)),
      );
    },
    recover: async (vaultUrl, name) => {
      // The SDK also reads the secret, to see whether there is anything to recover; nothing keeps it.
      await callAzure(callOn('recover', vaultUrl, name), () =>
        clientOf(vaultUrl).beginRecoverDeletedSecret(name),
      );
    },
    set: async (vaultUrl, name, { value, contentType, tags }) => {
      await callAzure(callOn('set', vaultUrl, name), () =>
        clientOf(vaultUrl).setSecret(name, value.reveal(), { contentType, tags: { ...tags } }),
      );
    },
    holds: async (vaultUrl, name, version, value) => {
      const found = await callOrAbsent(callOn('read', vaultUrl, name), () =>
        clientOf(vaultUrl).getSecret(name, { version }),
      );
      return found?.value === value.reveal();
    },
  };
}

function callOn(verb: string, vaultUrl: string, name: string): AzureCall {
  const target = `${vaultUrl}/secrets/${name}`;
  return { doing: `${verb} the secret ${name} of ${vaultUrl}`, target };
}
