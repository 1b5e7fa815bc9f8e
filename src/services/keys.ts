// Keys of a key vault (@azure/keyvault-keys). Lists properties; key material is never asked for.

import { KeyClient } from '@azure/keyvault-keys';
import { callOrAbsent } from './arm/errors.js';
import type { Transport } from './arm/transport.js';
import { collectVersions, dataPlaneOptions, perVault } from './key-vault-objects.js';
import type { KeyService } from './services.js';

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
  };
}
