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
    meaning: 'the account in use lacks the permission that the message names',
    fix: [
      'get a role with this permission',
      'sign in again if it was assigned a short while ago: az login',
    ],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['MissingSubscriptionRegistration'],
    meaning: 'the subscription is not registered for the resource provider that the message names',
    fix: ['az provider register --wait --namespace Microsoft.RecoveryServices'],
    docs: `${ARM}/troubleshooting/error-register-resource-provider`,
  },
  {
    codes: ['ResourceNotFound'],
    meaning: 'the resource does not exist where it was looked for',
    fix: ['check the vault, the resource group and the subscription'],
    docs: NOT_FOUND,
  },
  {
    codes: ['ResourceGroupNotFound'],
    meaning: 'the resource group does not exist in the subscription',
    fix: ['check the name of the group, and the subscription'],
    docs: NOT_FOUND,
  },
  {
    codes: ['InvalidResourceType'],
    meaning: 'the resource provider of this cloud does not know the resource type',
    fix: ['check the cloud that azbackup works with (--cloud)'],
    docs: ARM_ERRORS,
  },
  {
    codes: ['ResourceRequestsThrottled', 'TooManyRequests'],
    meaning: 'Azure takes no more requests of this kind for a while',
    fix: ['run the command again after the time that the message gives'],
    docs: LIMITS,
  },
  {
    codes: ['InternalServerError', 'InvalidGatewayHost', 'GatewayTimeout', 'ServiceUnavailable'],
    meaning: 'Azure could not answer; such errors pass',
    fix: ['run the command again in some minutes'],
    docs: ARM_ERRORS,
  },
  {
    codes: ['RoleAssignmentExists'],
    meaning: 'the same role is assigned to the same principal at the same scope already',
    fix: ['azbackup preflight --vm {vm}'],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['PrincipalNotFound'],
    meaning: 'the directory of the tenant does not hold the principal, or not yet',
    fix: ['check the object id, or run the command again in a minute'],
    docs: RBAC_TROUBLE,
  },
  {
    codes: ['Request_ResourceNotFound'],
    meaning: 'the directory of the tenant does not hold the object',
    fix: ['check that the subscription belongs to this tenant'],
    docs: 'https://learn.microsoft.com/graph/errors',
  },
];
