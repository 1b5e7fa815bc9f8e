// Puts the services together. Each SDK is loaded when its service is first asked for, so that commands
// pay for what they use; nothing of @azure is loaded before that.

import type { TokenCredential } from '@azure/core-auth';
import { cachedCredential } from './arm/sign-in/token-cache.js';
import { tenantMemory } from './arm/transport/tenant-policy.js';
import type { Transport } from './arm/transport/transport.js';
import { once } from '../domain/once.js';
import { guardedService } from './guarded-service.js';
import type { Services } from './services.js';

/** What the services are made from; the credential is made when the first token is wanted. */
export interface ServicesOptions extends Omit<Transport, 'credential'> {
  readonly credential: () => Promise<TokenCredential>;
}

/** All services of one command. They share tokens, retries and the correlation id. */
export function createServices(options: ServicesOptions): Services {
  const credential = cachedCredential(options.credential, options.clock);
  const transport: Transport = { ...options, credential, tenants: tenantMemory() };
  const arm = new URL(options.cloud.armEndpoint).host;
  const graph = new URL(options.cloud.graphEndpoint).host;
  return {
    subscriptions: once(async () => {
      const { createSubscriptionService } = await import('./resources/subscriptions.js');
      return guardedService(createSubscriptionService(transport), arm);
    }),
    resourceGraph: once(async () => {
      const { createResourceGraphService } = await import('./resource-graph/resource-graph.js');
      return guardedService(createResourceGraphService(transport), arm);
    }),
    virtualMachines: once(async () => {
      const { createVirtualMachineService } = await import('./compute/virtual-machines.js');
      return guardedService(createVirtualMachineService(transport), arm);
    }),
    recoveryVaults: once(async () => {
      const { createRecoveryVaultService } = await import('./recovery-services/recovery-vaults.js');
      return guardedService(createRecoveryVaultService(transport), arm);
    }),
    backup: once(async () => {
      const { createBackupService } = await import('./backup/backup.js');
      return guardedService(createBackupService(transport), arm);
    }),
    policyReader: once(async () => {
      const { readPolicy } = await import('./backup/policy/file.js');
      return readPolicy;
    }),
    keyVaults: once(async () => {
      const { createKeyVaultService } = await import('./key-vault/key-vaults.js');
      return guardedService(createKeyVaultService(transport), arm);
    }),
    keys: once(async () => {
      const { createKeyService } = await import('./key-vault/keys.js');
      return guardedService(createKeyService(transport), `*.${options.cloud.keyVaultSuffix}`);
    }),
    secrets: once(async () => {
      const { createSecretService } = await import('./key-vault/secrets.js');
      return guardedService(createSecretService(transport), `*.${options.cloud.keyVaultSuffix}`);
    }),
    roles: once(async () => {
      const { createRoleService } = await import('./authorization/roles.js');
      return guardedService(createRoleService(transport), arm);
    }),
    directory: once(async () => {
      const { createDirectoryService } = await import('./graph/directory.js');
      return guardedService(createDirectoryService(transport), graph);
    }),
    storage: once(async () => {
      const { createStorageService } = await import('./storage/storage-accounts.js');
      return guardedService(createStorageService(transport), arm);
    }),
    resourceGroups: once(async () => {
      const { createResourceGroupService } = await import('./resources/resource-groups.js');
      return guardedService(createResourceGroupService(transport), arm);
    }),
    networks: once(async () => {
      const { createNetworkService } = await import('./network/networks.js');
      return guardedService(createNetworkService(transport), arm);
    }),
  };
}
