// Codes of Azure RBAC and of Microsoft Graph, where a right is missing or an assignment does not fit.

import { PUBLIC_REPORTS } from '../pages.js';
import { known } from './further-code.js';
import type { CodeExplanation } from '../explanation.js';

const RBAC = 'https://learn.microsoft.com/azure/role-based-access-control/troubleshooting';
const DEPLOYMENT =
  'https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors';
const ASSIGNMENTS = 'az role assignment list --assignee OBJECT-ID --all -o table';

/** Roles, assignments, the directory. */
export const ACCESS_CODES: readonly CodeExplanation[] = [
  known({
    codes: ['LinkedAuthorizationFailed'],
    meaning: 'a permission is missing at something that the request refers to',
    likely:
      'the subnet, disk or scope named in the message is in a group where the account has no role',
    prove: [ASSIGNMENTS],
    fix: ['get a role with the action named in the message, at the linked scope'],
    retry: 'after-fix',
    docs: DEPLOYMENT,
  }),
  known({
    codes: ['DenyAssignmentAuthorizationFailed'],
    meaning: 'a deny assignment forbids the action, whatever roles are assigned',
    prove: ['the deny assignments of the scope, under Access control in the portal'],
    fix: ['ask the owner of the deny assignment named in the message'],
    retry: 'after-fix',
    docs: 'https://learn.microsoft.com/azure/role-based-access-control/deny-assignments',
  }),
  known({
    codes: ['Authorization_RequestDenied'],
    meaning: 'the signed-in account may not read this in Microsoft Graph',
    likely: 'an operator without directory rights, which is usual',
    prove: ['az ad sp list --display-name "Backup Management Service" --query "[].id"'],
    fix: [
      'give the object id of the backup service with --backup-principal-id',
      'get the role Directory Readers',
    ],
    retry: 'after-fix',
    docs: 'https://learn.microsoft.com/graph/errors',
  }),
  known({
    codes: ['InvalidAssignableScope'],
    meaning: 'a custom role cannot be assignable at this scope',
    likely: 'management groups, subscriptions and resource groups can be; single resources cannot',
    fix: ['make the role assignable in the resource group or the subscription'],
    retry: 'after-fix',
    docs: 'https://learn.microsoft.com/azure/role-based-access-control/custom-roles',
  }),
  known({
    codes: ['InvalidRoleAssignmentId'],
    meaning: 'the name of a role assignment is not a guid',
    fix: ['use a guid as the name'],
    retry: 'after-fix',
    docs: RBAC,
  }),
  known({
    codes: ['RoleAssignmentNotFound'],
    meaning: 'the role assignment does not exist at this scope',
    prove: ['az role assignment list --scope KEYVAULT-ID --include-inherited -o table'],
    fix: ['nothing, if it was to be removed'],
    retry: 'no',
    docs: RBAC,
  }),
  known({
    codes: ['RoleAssignmentUpdateNotPermitted'],
    meaning: 'an assignment of this name exists for another principal, role or scope',
    likely: 'a principal was created again, and a template assigns under the old name',
    prove: [ASSIGNMENTS],
    fix: ['use another guid as the name, or delete the old assignment'],
    retry: 'after-fix',
    docs: RBAC,
  }),
  known({
    codes: ['RoleDefinitionHasAssignments'],
    meaning: 'the custom role is still assigned, so it cannot be deleted',
    prove: ['az role assignment list --role ROLE --all -o table'],
    fix: ['remove its assignments first'],
    retry: 'after-fix',
    docs: RBAC,
  }),
  known({
    codes: ['UnmatchedPrincipalType'],
    meaning: 'the principal is of another type than the assignment states',
    likely: 'a user or group was given where the service principal of Azure Backup is meant',
    prove: ['az ad sp show --id OBJECT-ID'],
    fix: ['give the object id of the service principal'],
    retry: 'after-fix',
    docs: RBAC,
    evidence: [PUBLIC_REPORTS],
  }),
];
