// The errors that Resource Manager's own gateway answers, with its codes and wording. What a
// resource provider refuses is that provider's affair.

import { parseResourceId } from '../kernel/resource-id.js';
import type { Caller, OperationResponse } from './operation.js';

/** Marks a response that no resource provider has seen. */
const GATEWAY_HEADERS = { 'x-ms-failure-cause': 'gateway' };

const PROVIDERS = '/providers/';

/** One error of Resource Manager; `extra` adds members such as `details` or `target`. */
export function gatewayError(
  status: number,
  code: string,
  message: string,
  extra: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly members?: Readonly<Record<string, unknown>>;
  } = {},
): OperationResponse {
  return {
    status,
    headers: { ...GATEWAY_HEADERS, ...extra.headers },
    body: { error: { code, message, ...extra.members } },
  };
}

/** An error of a resource provider: the plain envelope, without the gateway's header. */
export function providerError(
  status: number,
  code: string,
  message: string,
  members: Readonly<Record<string, unknown>> = {},
): OperationResponse {
  return { status, body: { error: { code, message, ...members } } };
}

/** 404 for a resource that is not there. Recording: vault-get.404. */
export function resourceNotFound(resourceId: string): OperationResponse {
  const { resourceGroup } = parseResourceId(resourceId);
  const path = resourceId.slice(resourceId.toLowerCase().lastIndexOf(PROVIDERS) + PROVIDERS.length);
  const where = resourceGroup === undefined ? '' : ` under resource group '${resourceGroup}'`;
  return gatewayError(
    404,
    'ResourceNotFound',
    `The Resource '${path}'${where} was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
}

/** 404 for a resource group that is not there. Recording: reference.error-catalogue. */
export function resourceGroupNotFound(name: string): OperationResponse {
  return gatewayError(404, 'ResourceGroupNotFound', `Resource group '${name}' could not be found.`);
}

/** 409 for a change in a resource group that is being deleted. Public reports: azure-cli, issues 21121 and 28679. */
export function resourceGroupBeingDeleted(name: string): OperationResponse {
  return gatewayError(
    409,
    'ResourceGroupBeingDeleted',
    `The resource group '${name}' is in deprovisioning state and cannot perform this operation.`,
  );
}

/** 404 for a subscription that is not there. Documentation: Resolve common Azure errors. */
export function subscriptionNotFound(subscriptionId: string): OperationResponse {
  return gatewayError(
    404,
    'SubscriptionNotFound',
    `The subscription '${subscriptionId}' could not be found.`,
  );
}

/** 403 for a caller without the action. Recording: reference.error-catalogue. */
export function authorizationFailed(
  caller: Caller,
  action: string,
  scope: string,
): OperationResponse {
  return gatewayError(
    403,
    'AuthorizationFailed',
    `The client '${caller.appId}' with object id '${caller.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** 403 for a caller whose action a deny assignment denies. Wording from public reports. */
export function deniedByAssignment(
  caller: Caller,
  { action, scope }: { readonly action: string; readonly scope: string },
  denial: { readonly name: string; readonly id: string; readonly scope: string },
): OperationResponse {
  return gatewayError(
    403,
    'DenyAssignmentAuthorizationFailed',
    `The client '${caller.appId}' with object id '${caller.objectId}' has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name '${denial.name}' and Id '${denial.id.split('/').at(-1)?.replaceAll('-', '')}' at scope '${denial.scope}'.`,
  );
}

/** 403 for a caller without the action at something that the request refers to. Documentation: Resolve authorization errors. */
export function linkedAuthorizationFailed(
  caller: Caller,
  own: { readonly action: string; readonly scope: string },
  linked: { readonly action: string; readonly scope: string },
): OperationResponse {
  return gatewayError(
    403,
    'LinkedAuthorizationFailed',
    `The client '${caller.appId}' with object id '${caller.objectId}' has permission to perform action '${own.action}' on scope '${own.scope}'; however, it does not have permission to perform action(s) '${linked.action}' on the linked scope(s) '${linked.scope}' (respectively) or the linked scope(s) are invalid.`,
  );
}

/** 409 for a resource that is in another region already. Documentation: Resolve errors for invalid resource location. */
export function invalidResourceLocation(
  resourceId: string,
  location: string,
  wanted: string,
): OperationResponse {
  const { names, resourceGroup = '' } = parseResourceId(resourceId);
  return gatewayError(
    409,
    'InvalidResourceLocation',
    `The resource '${names.at(-1) ?? ''}' already exists in location '${location}' in resource group '${resourceGroup}'. A resource with the same name cannot be created in location '${wanted}'. Please select a new resource name.`,
  );
}

/** 409 for a provider that the subscription has not registered. Recording: reference.error-catalogue. */
export function missingSubscriptionRegistration(namespace: string): OperationResponse {
  const code = 'MissingSubscriptionRegistration';
  const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  const details = [{ code, target: namespace, message }];
  return gatewayError(409, code, message, { members: { details } });
}

/** 409 for a change that a management lock forbids. Documentation: azure-docs, issue 110791. */
export function scopeLocked(
  scope: string,
  verb: 'write' | 'delete',
  locked: readonly string[],
): OperationResponse {
  return gatewayError(
    409,
    'ScopeLocked',
    `The scope '${scope}' cannot perform ${verb} operation because following scope(s) are locked: '${locked.join("', '")}'. Please remove the lock and try again.`,
  );
}

/** 404 for a type that the namespace does not have. Recording: reference.error-catalogue. */
export function invalidResourceType(
  type: string,
  apiVersion: string,
  supported: readonly string[],
): OperationResponse {
  const [namespace = '', ...rest] = type.split('/');
  return gatewayError(
    404,
    'InvalidResourceType',
    `The resource type '${rest.join('/')}' could not be found in the namespace '${namespace}' for api version '${apiVersion}'. The supported api-versions are '${supported.join(',')}'.`,
  );
}

/** 400 for a type that no provider has in this version at a place. Public reports: azure-rest-api-specs, issue 11929. */
export function noRegisteredProviderFound(
  type: string,
  apiVersion: string,
  supported: readonly string[],
  place: { readonly location: string; readonly locations: readonly string[] },
): OperationResponse {
  const ownType = type.slice(type.indexOf('/') + 1);
  return gatewayError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '${place.location}' and API version '${apiVersion}' for type '${ownType}'. The supported api-versions are '${supported.join(', ')}'. The supported locations are '${place.locations.join(', ')}'.`,
  );
}

/** 400 for a request without api-version. Documentation: Azure REST API reference, common parameters. */
export function missingApiVersion(): OperationResponse {
  return gatewayError(
    400,
    'MissingApiVersionParameter',
    'The api-version query parameter (?api-version=) is required for all requests.',
  );
}

/** 400 for a body that is not JSON. Documentation: Resolve common Azure errors. */
export function invalidRequestContent(reason: string): OperationResponse {
  return gatewayError(
    400,
    'InvalidRequestContent',
    `The request content was invalid and could not be deserialized: '${reason}'.`,
  );
}

/** 429 of an action's hourly limit. Recording: reference.error-catalogue; seconds are whole. */
export function resourceRequestsThrottled(
  action: string,
  limit: number,
  interval: string,
  retryAfterSeconds: number,
): OperationResponse {
  return gatewayError(
    429,
    'ResourceRequestsThrottled',
    `Number of requests for action '${action}' exceeded the limit of '${limit}' for time interval '${interval}'. Please try again after '${retryAfterSeconds}' seconds.`,
    { headers: { 'retry-after': String(retryAfterSeconds), connection: 'close' } },
  );
}
