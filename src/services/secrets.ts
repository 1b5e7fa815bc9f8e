// Secrets of a key vault (@azure/keyvault-secrets). Lists properties; a value is never asked for.

import { SecretClient } from '@azure/keyvault-secrets';
import { callOrAbsent } from './arm/errors.js';
import type { Transport } from './arm/transport.js';
import { collectVersions, dataPlaneOptions, perVault } from './key-vault-objects.js';
import type { SecretService } from './services.js';

/** The service over the network of `transport`. */
export function createSecretService(transport: Transport): SecretService {
  const clientOf = perVault(
    (vaultUrl) => new SecretClient(vaultUrl, transport.credential, dataPlaneOptions(transport)),
  );
  return {
    versions: (vaultUrl, name) =>
      callOrAbsent(
        { doing: `read the secret ${name} of ${vaultUrl}`, target: `${vaultUrl}/secrets/${name}` },
        () =>
          collectVersions(
            { kind: 'secret', vaultUrl, name },
            clientOf(vaultUrl).listPropertiesOfSecretVersions(name),
          ),
      ),
  };
}
