// Key vaults that are made for a while, and purged (@azure/arm-keyvault). Only the first request is the SDK's: its pollers
// wait on real timers, so operations are followed by our own wait.

import type { KeyVaultManagementClient } from '@azure/arm-keyvault';
import { nameOf, parseResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { captureHeaders } from '../arm/capture-headers.js';
import { callAzure, isAbsence } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import { required } from '../arm/unexpected-response.js';
import { instantFrom } from '../arm/wire-time.js';
import type { DeletedKeyVault, KeyVaultBuilding } from '../drill-services.js';

/** The shortest that Azure takes, in days: what cannot be purged should not stay long. */
const MIN_RETENTION_DAYS = 7;

/** What bringing back a key and a secret takes, and looking whether they are there. */
const KEY_PERMISSIONS = ['get', 'list', 'restore', 'recover'];
const SECRET_PERMISSIONS = ['get', 'list', 'set', 'restore', 'recover'];

/** "Azure Disk Encryption with Azure AD (previous release)", set key vault access policies. */
const ADE_PERMISSIONS = { keys: ['wrapKey'], secrets: ['set'] };

/** The building half of the service of key vaults. */
export function keyVaultBuilding(
  clientOf: (subscriptionId: string) => KeyVaultManagementClient,
  poller: RawClient,
): KeyVaultBuilding {
  return {
    // Vaults_CreateOrUpdate.
    create: async ({ id, location, tenantId, principalId, adePrincipalId, tags }) => {
      const { subscriptionId, resourceGroup, name } = partsOf(id);
      await captureHeaders({ doing: `create the key vault ${name}`, target: id }, (capture) =>
        clientOf(subscriptionId)
          .vaults.createOrUpdate(
            resourceGroup,
            name,
            {
              location,
              tags: { ...tags },
              properties: {
                tenantId,
                sku: { family: 'A', name: 'standard' },
                enabledForDiskEncryption: true,
                enableRbacAuthorization: false,
                enableSoftDelete: true,
                softDeleteRetentionInDays: MIN_RETENTION_DAYS,
                accessPolicies: [
                  {
                    tenantId,
                    objectId: principalId,
                    permissions: { keys: KEY_PERMISSIONS, secrets: SECRET_PERMISSIONS },
                  },
                  ...(adePrincipalId === undefined
                    ? []
                    : [{ tenantId, objectId: adePrincipalId, permissions: ADE_PERMISSIONS }]),
                ],
              },
            },
            capture,
          )
          .submitted(),
      );
    },
    // Vaults_ListDeleted.
    deletedVaults: (subscriptionId) =>
      callAzure({ doing: 'list the deleted key vaults', target: subscriptionId }, async () => {
        const found: DeletedKeyVault[] = [];
        for await (const { id, name, properties } of clientOf(
          subscriptionId,
        ).vaults.listDeleted()) {
          const subject = id ?? 'a deleted key vault';
          const vaultId = required(properties?.vaultId, 'properties.vaultId', subject);
          found.push({
            name: name ?? nameOf(vaultId),
            location: required(properties?.location, 'properties.location', subject),
            vaultId: parseResourceId(vaultId) === undefined ? subject : vaultId,
            tags: properties?.tags ?? {},
            purgeProtection: properties?.purgeProtectionEnabled === true,
            scheduledPurge: instantFrom(properties?.scheduledPurgeDate),
          });
        }
        return found;
      }),
    // Vaults_PurgeDeleted.
    purge: async (subscriptionId, { name, location }) => {
      const call = { doing: `purge the key vault ${name}`, target: name };
      const accepted = await captureHeaders(call, (capture) =>
        clientOf(subscriptionId)
          .vaults.purgeDeleted(name, location, capture)
          .submitted()
          .catch((error: unknown) => {
            if (isAbsence(error)) {
              capture.onResponse({ status: 200, headers: { get: () => undefined } });
              return;
            }
            throw error;
          }),
      );
      return operationOf(accepted, poller, `the purge of the key vault ${name}`);
    },
  };
}
