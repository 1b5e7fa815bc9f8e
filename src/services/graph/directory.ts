// The tenant's directory (Microsoft Graph). Two requests, so without its SDK.

import { z } from 'zod';
import { AzbackupError, hasCode } from '../../errors/azbackup-error.js';
import type { BackupPrincipal } from '../../domain/roles.js';
import { callAzure } from '../arm/errors.js';
import { quoted } from '../arm/odata-filter.js';
import { readTokenClaims } from '../arm/token-claims.js';
import { graphRawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import type { Transport } from '../arm/transport/transport.js';
import type { DirectoryService } from '../services.js';

/** Documentation: List servicePrincipals. */
const principalSchema = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string().nullish(),
});

/** The service over the network of `transport`. */
export function createDirectoryService(transport: Transport): DirectoryService {
  const client = graphRawClient(transport);
  return {
    servicePrincipal: async (appId) => {
      const url = new URL('/v1.0/servicePrincipals', transport.cloud.graphEndpoint);
      url.search = `$filter=${encodeURIComponent(`appId eq ${quoted(appId)}`)}&$select=id,appId,displayName`;
      const found = await explainingRefusal(() =>
        callAzure({ doing: 'look up the service principal of Azure Backup', target: appId }, () =>
          readPages(client, url.href, principalSchema, `the application ${appId}`),
        ),
      );
      const [principal] = found;
      if (principal === undefined) {
        return undefined;
      }
      // Graph answers for the tenant of the token, whichever that is.
      const { tid } = await readTokenClaims(transport, transport.cloud.graphScope);
      return { ...principalFrom(principal), ...(tid === undefined ? {} : { tenantId: tid }) };
    },
    groupsOf: async (principalId) => {
      const path = `/v1.0/servicePrincipals/${encodeURIComponent(principalId)}/getMemberGroups`;
      const url = new URL(path, transport.cloud.graphEndpoint).href;
      const request = { method: 'POST', url, body: { securityEnabledOnly: false } } as const;
      return callAzure({ doing: 'look up the groups of Azure Backup', target: principalId }, () =>
        readPages(client, request, z.string(), `the groups of ${principalId}`),
      );
    },
  };
}

function principalFrom(principal: z.infer<typeof principalSchema>): BackupPrincipal {
  const { id, appId, displayName } = principal;
  return { objectId: id, appId, displayName: displayName ?? appId };
}

/** Graph does not say which permission it wants; its documentation does, and there is a way around. */
async function explainingRefusal<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (hasCode(error, 'AZB_NOT_ALLOWED')) {
      throw new AzbackupError({
        ...error.fields,
        denied: { action: 'Application.Read.All', scope: 'Microsoft Graph' },
        fix: [
          'give the object id of Azure Backup in your tenant with --backup-principal-id',
          'get Application.Read.All of Microsoft Graph for your sign-in',
        ],
      });
    }
    throw error;
  }
}
