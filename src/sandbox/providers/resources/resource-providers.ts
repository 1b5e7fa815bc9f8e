// Resource providers of a subscription: what they offer and whether they are registered.

import { gatewayError } from '../../http/arm-error.js';
import { requireAction } from '../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { regions } from '../../kernel/regions.js';
import { findSubscription } from './subscriptions.js';

interface ProviderType {
  readonly namespace: string;
  readonly types: Readonly<Record<string, readonly string[]>>;
}

/** Providers of the sandbox, with the api-versions that it speaks, newest first. */
const CATALOGUE: readonly ProviderType[] = [
  {
    namespace: 'Microsoft.Compute',
    types: { virtualMachines: ['2026-03-01'], disks: ['2025-01-02'] },
  },
  { namespace: 'Microsoft.KeyVault', types: { vaults: ['2026-02-01', '2023-07-01'] } },
  {
    namespace: 'Microsoft.RecoveryServices',
    types: { vaults: ['2026-07-01', '2024-04-01', '2023-02-01'] },
  },
  {
    namespace: 'Microsoft.ManagedIdentity',
    types: { userAssignedIdentities: ['2024-11-30', '2023-01-31'] },
  },
  { namespace: 'Microsoft.Storage', types: { storageAccounts: ['2023-05-01'] } },
  {
    namespace: 'Microsoft.Network',
    types: {
      virtualNetworks: ['2024-05-01'],
      networkInterfaces: ['2024-05-01'],
      networkSecurityGroups: ['2024-05-01'],
    },
  },
  { namespace: 'Microsoft.Authorization', types: { roleAssignments: ['2022-04-01'] } },
  {
    namespace: 'Microsoft.Resources',
    types: {
      resourceGroups: ['2025-03-01', '2021-04-01'],
      deployments: ['2025-04-01', '2021-04-01'],
    },
  },
];

/** Every provider of the catalogue with its state in the subscription. */
export function listProviders(request: OperationRequest): OperationResponse {
  return {
    status: 200,
    body: { value: CATALOGUE.map((provider) => providerBody(request, provider)) },
  };
}

/** One provider, or InvalidResourceNamespace. */
export function getProvider(request: OperationRequest): OperationResponse {
  const provider = findProvider(request);
  return provider === undefined
    ? invalidNamespace(request.params['namespace'] ?? '')
    : { status: 200, body: providerBody(request, provider) };
}

/** Registers a provider. In Azure this takes minutes during which the state is Registering. */
export function registerProvider(request: OperationRequest): OperationResponse {
  const provider = findProvider(request);
  if (provider === undefined) {
    return invalidNamespace(request.params['namespace'] ?? '');
  }
  const subscriptionId = request.params['subscriptionId'] ?? '';
  const scope = `/subscriptions/${subscriptionId}`;
  requireAction(request, `${provider.namespace}/register/action`, scope);
  const subscription = findSubscription(request.state, subscriptionId);
  if (subscription !== undefined && !isRegistered(request, provider)) {
    subscription.registeredProviders.push(provider.namespace.toLowerCase());
  }
  return { status: 200, body: providerBody(request, provider) };
}

function findProvider({ params }: OperationRequest): ProviderType | undefined {
  const wanted = params['namespace']?.toLowerCase();
  return CATALOGUE.find(({ namespace }) => namespace.toLowerCase() === wanted);
}

/** Documentation: Resolve errors for resource provider registration; wording from public reports. */
function invalidNamespace(namespace: string): OperationResponse {
  return gatewayError(
    404,
    'InvalidResourceNamespace',
    `The resource namespace '${namespace}' is invalid.`,
  );
}

function isRegistered({ state, params }: OperationRequest, { namespace }: ProviderType): boolean {
  const key = namespace.toLowerCase();
  const subscription = findSubscription(state, params['subscriptionId'] ?? '');
  const always = ['microsoft.authorization', 'microsoft.resources'];
  return always.includes(key) || subscription?.registeredProviders.includes(key) === true;
}

function providerBody(request: OperationRequest, provider: ProviderType): unknown {
  const { namespace, types } = provider;
  return {
    id: `/subscriptions/${request.params['subscriptionId']}/providers/${namespace}`,
    namespace,
    resourceTypes: Object.entries(types).map(([resourceType, apiVersions]) => ({
      resourceType,
      locations: regions.map(({ displayName }) => displayName),
      apiVersions,
      capabilities: 'None',
    })),
    registrationState: isRegistered(request, provider) ? 'Registered' : 'NotRegistered',
    registrationPolicy: 'RegistrationRequired',
  };
}
