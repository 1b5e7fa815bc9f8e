// Puts the services together. Each SDK is loaded when its service is first asked for, so that commands
// pay for what they use; nothing of @azure is loaded before that.

import type { TokenCredential } from '@azure/core-auth';
import { cachedCredential } from './arm/sign-in/token-cache.js';
import type { Transport } from './arm/transport/transport.js';
import type { Services } from './services.js';

/** What the services are made from; the credential is made when the first token is wanted. */
export interface ServicesOptions extends Omit<Transport, 'credential'> {
  readonly credential: () => Promise<TokenCredential>;
}

/** All services of one command. They share tokens, retries and the correlation id. */
export function createServices(options: ServicesOptions): Services {
  const credential = cachedCredential(options.credential, options.clock);
  const transport: Transport = { ...options, credential };
  return {
    subscriptions: once(async () => {
      const { createSubscriptionService } = await import('./resources/subscriptions.js');
      return createSubscriptionService(transport);
    }),
    virtualMachines: once(async () => {
      const { createVirtualMachineService } = await import('./compute/virtual-machines.js');
      return createVirtualMachineService(transport);
    }),
    recoveryVaults: once(async () => {
      const { createRecoveryVaultService } = await import('./recovery-services/recovery-vaults.js');
      return createRecoveryVaultService(transport);
    }),
    backup: once(async () => {
      const { createBackupService } = await import('./backup/backup.js');
      return createBackupService(transport);
    }),
    policyReader: once(async () => {
      const { readPolicy } = await import('./backup/policy/file.js');
      return readPolicy;
    }),
    keyVaults: once(async () => {
      const { createKeyVaultService } = await import('./key-vault/key-vaults.js');
      return createKeyVaultService(transport);
    }),
    keys: once(async () => {
      const { createKeyService } = await import('./key-vault/keys.js');
      return createKeyService(transport);
    }),
    secrets: once(async () => {
      const { createSecretService } = await import('./key-vault/secrets.js');
      return createSecretService(transport);
    }),
    roles: once(async () => {
      const { createRoleService } = await import('./authorization/roles.js');
      return createRoleService(transport);
    }),
    directory: once(async () => {
      const { createDirectoryService } = await import('./graph/directory.js');
      return createDirectoryService(transport);
    }),
    storage: once(async () => {
      const { createStorageService } = await import('./storage/storage-accounts.js');
      return createStorageService(transport);
    }),
    networks: once(async () => {
      const { createNetworkService } = await import('./network/networks.js');
      return createNetworkService(transport);
    }),
  };
}

/** Makes a value when first asked for; those who ask meanwhile share it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
