// Codes of Azure Resource Manager, of Azure RBAC and of Microsoft Graph.

import type { Suggestion } from '../suggestion.js';

const ARM = 'https://learn.microsoft.com/azure/azure-resource-manager';
const ARM_ERRORS = `${ARM}/troubleshooting/common-deployment-errors`;
const NOT_FOUND = `${ARM}/troubleshooting/error-not-found`;
const LIMITS = `${ARM}/management/request-limits-and-throttling`;
const RBAC_TROUBLE = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting';

/** The platform underneath. */
export const PLATFORM_CODES: readonly Suggestion[] = [
  {
    codes: ['AuthorizationFailed'],
    meaning: 'the signed-in account lacks the permission named in the message',
    fix: [
      'get a role with this permission',
      'if it was assigned recently, sign in again: az login',
    ],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['MissingSubscriptionRegistration'],
    meaning: 'the subscription is not registered for the resource provider named in the message',
    fix: ['az provider register --wait --namespace Microsoft.RecoveryServices'],
    docs: `${ARM}/troubleshooting/error-register-resource-provider`,
  },
  {
    codes: ['ScopeLocked'],
    meaning: 'a lock on the resource, its resource group or its subscription forbids the change',
    fix: [
      'az lock list --output table',
      'have the lock removed, or its level lowered, by whoever set it',
    ],
    docs: `${ARM}/management/lock-resources`,
  },
  {
    codes: ['RequestDisallowedByPolicy'],
    meaning: 'an Azure Policy assignment denies the change',
    fix: ['ask the owner of the policy named in the message for an exemption'],
    docs: `${ARM}/troubleshooting/error-policy-requestdisallowedbypolicy`,
  },
  {
    codes: ['RoleDefinitionDoesNotExist'],
    meaning: 'the role definition does not exist, or Azure does not see it yet',
    fix: ['run the command again in a minute: new roles take a while to be seen everywhere'],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['RoleDefinitionWithSameNameExists'],
    meaning: 'the tenant has another custom role of this name',
    fix: ['az role definition list --custom-role-only --output table', 'use --role built-in'],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['ResourceNotFound'],
    meaning: 'the resource does not exist',
    fix: ['check the vault, the resource group and the subscription'],
    docs: NOT_FOUND,
  },
  {
    codes: ['ResourceGroupNotFound'],
    meaning: 'the resource group does not exist in the subscription',
    fix: ['check the resource group name and the subscription'],
    docs: NOT_FOUND,
  },
  {
    codes: ['InvalidResourceType'],
    meaning: 'the resource type is not supported in this cloud',
    fix: ['check the cloud (--cloud)'],
    docs: ARM_ERRORS,
  },
  {
    codes: ['ResourceRequestsThrottled', 'TooManyRequests', 'Throttled'],
    meaning: 'too many requests',
    fix: ['run the command again after the time given in the message'],
    docs: LIMITS,
  },
  {
    codes: ['InternalServerError', 'InvalidGatewayHost', 'GatewayTimeout', 'ServiceUnavailable'],
    meaning: 'temporary Azure error',
    fix: ['run the command again in a few minutes'],
    docs: ARM_ERRORS,
  },
  {
    codes: ['RoleAssignmentExists'],
    meaning: 'the role is already assigned to this principal at this scope',
    fix: ['azbackup preflight --vm {vm}'],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['PrincipalNotFound'],
    meaning: 'the principal does not exist in the tenant, or not yet',
    fix: ['check the object id, or run the command again in a minute'],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['Request_ResourceNotFound'],
    meaning: 'the object does not exist in the tenant',
    fix: ['check that the subscription belongs to this tenant'],
    docs: 'https://learn.microsoft.com/graph/errors',
  },
];
