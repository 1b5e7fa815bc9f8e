// Details of the codes of Azure Resource Manager, of Azure RBAC and of Microsoft Graph.

import type { CodeDetails } from './explanation.js';
import { recording, report } from './pages.js';

const GATEWAY = recording('Resource Manager: error catalogue', '2023-05');
const MY_ROLES = 'az role assignment list --assignee OBJECT-ID --all -o table';

/** By the first spelling of each code. */
export const PLATFORM_DETAILS: Readonly<Record<string, CodeDetails>> = {
  AuthorizationFailed: {
    likely: 'the message names the action and the scope; a role assigned minutes ago counts later',
    prove: [MY_ROLES],
    retry: 'after-fix',
    evidence: [GATEWAY],
  },
  MissingSubscriptionRegistration: {
    prove: ['az provider show -n Microsoft.RecoveryServices --query registrationState'],
    retry: 'after-fix',
    evidence: [GATEWAY],
  },
  ScopeLocked: {
    prove: ['az lock list --output table'],
    retry: 'after-fix',
    evidence: [report('MicrosoftDocs/azure-docs', 110791)],
  },
  RequestDisallowedByPolicy: {
    prove: ['az policy assignment list --disable-scope-strict-match -o table'],
    retry: 'after-fix',
  },
  RoleDefinitionDoesNotExist: {
    likely: 'the role was defined seconds ago: Azure RBAC is eventually consistent',
    prove: ['az role definition list --custom-role-only --output table'],
    retry: 'yes',
    evidence: [report('hashicorp/terraform-provider-azurerm', 19916)],
  },
  RoleDefinitionWithSameNameExists: {
    prove: ['az role definition list --custom-role-only --output table'],
    retry: 'no',
  },
  ResourceNotFound: {
    likely: 'a name, group or subscription that is not the one meant',
    prove: ['az resource list --name NAME -o table', 'az account show'],
    retry: 'after-fix',
    evidence: [GATEWAY],
  },
  ResourceGroupNotFound: {
    prove: ['az group list -o table', 'az account show'],
    retry: 'after-fix',
    evidence: [GATEWAY],
  },
  InvalidResourceType: {
    likely: 'an older cloud, such as a sovereign one, without this version of the API',
    prove: ['az provider show -n NAMESPACE --query "resourceTypes[].apiVersions"'],
    retry: 'no',
    evidence: [GATEWAY],
  },
  ResourceRequestsThrottled: {
    likely: 'jobs of a vault can be read 150 times an hour; others may spend the same count',
    retry: 'yes',
    evidence: [recording('backup jobs read too often', '2023-01-05')],
  },
  InternalServerError: { retry: 'yes', evidence: [GATEWAY] },
  RoleAssignmentExists: {
    prove: ['az role assignment list --scope KEYVAULT-ID --include-inherited -o table'],
    retry: 'no',
    evidence: [GATEWAY],
  },
  PrincipalNotFound: {
    likely: 'the service principal was created seconds ago, or the id is an application id',
    prove: ['az ad sp show --id OBJECT-ID'],
    retry: 'yes',
    evidence: [GATEWAY, report('hashicorp/terraform-provider-azurerm', 10479)],
  },
  Request_ResourceNotFound: {
    prove: ['az account show --query tenantId'],
    retry: 'after-fix',
    evidence: [recording('Microsoft Graph: service principals')],
  },
};
