// Resource groups (Resource Groups - List, - Get, - Create Or Update, - Delete; Resources - List By Resource Group).

import { z } from 'zod';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import type { Transport } from '../arm/transport/transport.js';
import { unexpectedResponse } from '../arm/unexpected-response.js';
import type { ResourceGroup, ResourceGroupService } from '../drill-services.js';

const API_VERSION = '2021-04-01';

const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.object({ provisioningState: z.string() }),
});

const memberSchema = z.object({
  id: z.string(),
  type: z.string(),
  location: z.string().nullish(),
});

/** The service over the network of `transport`. */
export function createResourceGroupService(transport: Transport): ResourceGroupService {
  const client = armRawClient(transport);
  const urlOf = (path: string): string =>
    `${transport.cloud.armEndpoint}${path}?api-version=${API_VERSION}`;
  return {
    list: (subscriptionId) => {
      const subject = `the resource groups of ${subscriptionId}`;
      return callAzure({ doing: `list ${subject}`, target: subscriptionId }, async () =>
        (
          await readPages(
            client,
            urlOf(`/subscriptions/${subscriptionId}/resourcegroups`),
            groupSchema,
            subject,
          )
        ).map((group) => groupFrom(group)),
      );
    },
    get: async (id) => {
      const call = { doing: `read the resource group ${nameOf(id)}`, target: id };
      const answer = await callOrAbsent(call, () => client.send({ method: 'GET', url: urlOf(id) }));
      return answer === undefined ? undefined : readGroup(answer.body, id);
    },
    put: ({ id, location, tags }) =>
      callAzure({ doing: `create the resource group ${nameOf(id)}`, target: id }, async () => {
        const body = { location, tags };
        const answer = await client.send({ method: 'PUT', url: urlOf(id), body });
        return readGroup(answer.body, id);
      }),
    delete: async (id) => {
      const what = `the deletion of the resource group ${nameOf(id)}`;
      const call = { doing: `delete the resource group ${nameOf(id)}`, target: id };
      const accepted = await callOrAbsent(call, () =>
        client.send({ method: 'DELETE', url: urlOf(id) }),
      );
      return operationOf(accepted ?? { header: () => undefined }, client, what);
    },
    members: (id) => {
      const subject = `the resources of ${nameOf(id)}`;
      return callAzure({ doing: `list ${subject}`, target: id }, async () =>
        (await readPages(client, urlOf(`${id}/resources`), memberSchema, subject)).map(
          ({ location, ...member }) => ({ ...member, location: location ?? undefined }),
        ),
      );
    },
  };
}

function readGroup(body: unknown, id: ResourceId): ResourceGroup {
  const group = groupSchema.safeParse(body);
  if (!group.success) {
    throw unexpectedResponse(
      `'${group.error.issues[0]?.path.join('.') ?? ''}' is not as it should be`,
      id,
    );
  }
  return groupFrom(group.data);
}

function groupFrom({ tags, properties, ...group }: z.infer<typeof groupSchema>): ResourceGroup {
  return { ...group, tags: tags ?? {}, provisioningState: properties.provisioningState };
}
