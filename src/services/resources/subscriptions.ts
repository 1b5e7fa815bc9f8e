// Subscriptions, resource groups and locks (@azure/arm-resources-subscriptions, @azure/arm-resources).

import { z } from 'zod';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient, type Subscription } from '@azure/arm-resources-subscriptions';
import type { Lock } from '../../domain/locks.js';
import { sameRegion } from '../../domain/region.js';
import { perSubscription } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent, isAbsence } from '../arm/errors.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import { armClientOptions, type Transport } from '../arm/transport/transport.js';
import { required } from '../arm/unexpected-response.js';
import type { SubscriptionService } from '../services.js';
import { descendantReader } from './management-groups.js';

/** ManagementLocks_ListAtSubscriptionLevel, ManagementLocks_ListByScope. */
const LOCKS_API_VERSION = '2020-05-01';

/** A subscription in our words. */
type FoundSubscription = NonNullable<Awaited<ReturnType<SubscriptionService['get']>>>;

/** The service over the network of `transport`. */
export function createSubscriptionService(transport: Transport): SubscriptionService {
  const client = new SubscriptionClient(transport.credential, armClientOptions(transport));
  // A command asks in several places, and they are the same for all of them. A failure is not kept: it is tried again.
  let listed: ReturnType<SubscriptionService['list']> | undefined;
  return {
    list: () => {
      listed ??= callAzure({ doing: 'list your subscriptions' }, () =>
        collectSubscriptions(client.subscriptions.list()),
      ).catch((error: unknown) => {
        listed = undefined;
        throw error;
      });
      return listed;
    },
    get: (subscriptionId) => getSubscription(client, subscriptionId),
    resourceGroup: resourceGroupReader(transport),
    provider: providerReader(transport),
    beneath: descendantReader(transport),
    pairedRegion: (subscriptionId, region) => pairedRegion(client, subscriptionId, region),
    ...lockReaders(transport),
  };
}

async function collectSubscriptions(
  subscriptions: AsyncIterable<Subscription>,
): Promise<readonly FoundSubscription[]> {
  const found: FoundSubscription[] = [];
  for await (const subscription of subscriptions) {
    found.push(subscriptionFrom(subscription));
  }
  return found;
}

/** Here every 404 means absence: the subscription itself is what was asked for. */
async function getSubscription(
  client: SubscriptionClient,
  subscriptionId: string,
): Promise<FoundSubscription | undefined> {
  const call = { doing: `read the subscription ${subscriptionId}`, target: subscriptionId };
  const found = await callAzure(call, async () => {
    try {
      return await client.subscriptions.get(subscriptionId);
    } catch (error) {
      if (isAbsence(error, 'SubscriptionNotFound')) {
        return undefined;
      }
      throw error;
    }
  });
  return found === undefined ? undefined : subscriptionFrom(found);
}

function subscriptionFrom(subscription: Subscription): FoundSubscription {
  const id = required(subscription.subscriptionId, 'subscriptionId', 'a subscription');
  return {
    id,
    name: required(subscription.displayName, 'displayName', id),
    tenantId: required(subscription.tenantId, 'tenantId', id),
  };
}

/** Subscriptions_ListLocations: `metadata.pairedRegion`, empty for regions without a pair. */
function pairedRegion(
  client: SubscriptionClient,
  subscriptionId: string,
  region: string,
): Promise<string | undefined> {
  const call = { doing: `list the regions of ${subscriptionId}`, target: subscriptionId };
  return callAzure(call, async () => {
    for await (const { name, metadata } of client.subscriptions.listLocations(subscriptionId)) {
      if (name !== undefined && sameRegion(name, region)) {
        return metadata?.pairedRegion?.[0]?.name;
      }
    }
    return undefined;
  });
}

function resourceGroupReader(transport: Transport): SubscriptionService['resourceGroup'] {
  const clientOf = perSubscription(
    (subscriptionId) =>
      new ResourceManagementClient(
        transport.credential,
        subscriptionId,
        armClientOptions(transport),
      ),
  );
  return async (subscriptionId, name) => {
    const group = await callOrAbsent(
      { doing: `read the resource group ${name}`, target: name },
      () => clientOf(subscriptionId).resourceGroups.get(name),
    );
    return group === undefined
      ? undefined
      : { name: required(group.name, 'name', name), location: group.location };
  };
}

/** Providers_Get. */
const PROVIDERS_API_VERSION = '2021-04-01';

const providerSchema = z.object({
  namespace: z.string(),
  registrationState: z.string(),
  resourceTypes: z.array(
    z.object({ resourceType: z.string(), apiVersions: z.array(z.string()).default([]) }),
  ),
});

function providerReader(transport: Transport): SubscriptionService['provider'] {
  const client = armRawClient(transport);
  return async (subscriptionId, namespace) => {
    const url = `${transport.cloud.armEndpoint}/subscriptions/${subscriptionId}/providers/${namespace}?api-version=${PROVIDERS_API_VERSION}`;
    const call = { doing: `read the resource provider ${namespace}`, target: namespace };
    const answer = await callOrAbsent(call, () => client.send({ method: 'GET', url }));
    if (answer === undefined) {
      return undefined;
    }
    const provider = providerSchema.safeParse(answer.body).data;
    return {
      namespace,
      registrationState: required(provider?.registrationState, 'registrationState', namespace),
      apiVersions: Object.fromEntries(
        (provider?.resourceTypes ?? []).map(({ resourceType, apiVersions }) => [
          resourceType.toLowerCase(),
          apiVersions,
        ]),
      ),
    };
  };
}

const lockSchema = z.object({
  id: z.string(),
  name: z.string(),
  properties: z.object({ level: z.string() }),
});

function lockReaders(transport: Transport): Pick<SubscriptionService, 'locks' | 'locksAt'> {
  const client = armRawClient(transport);
  const read = async (scope: string, filter: string): Promise<readonly Lock[]> => {
    const url = `${transport.cloud.armEndpoint}${scope}/providers/Microsoft.Authorization/locks?api-version=${LOCKS_API_VERSION}${filter}`;
    const locks = await callAzure({ doing: `list the locks of ${scope}`, target: scope }, () =>
      readPages(client, url, lockSchema, `the locks of ${scope}`),
    );
    return locks.map((lock) => lockFrom(lock));
  };
  return {
    locks: (subscriptionId) => read(`/subscriptions/${subscriptionId}`, ''),
    locksAt: (scope) => read(scope, `&$filter=${encodeURIComponent('atScope()')}`),
  };
}

/** A lock's id is the scope that it lies on, and then its own name. */
function lockFrom({ id, name, properties }: z.infer<typeof lockSchema>): Lock {
  const scope = id.replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/iu, '');
  return { name, scope, level: properties.level };
}
