// Templates that put the policies into a scope.

import { template, TemplateExpression } from '../template-text.js';
import { REMEDIATION_ROLES, type FilledBuiltIn } from './built-ins.js';
import { DEFINITION_NAMES, DEFINITIONS, definitionId, type DefinitionName } from './definitions.js';
import { initiative, INITIATIVE_ID, type InitiativeOptions } from './initiative.js';

const AUTHORIZATION = 'Microsoft.Authorization';
const POLICY_VERSION = '2021-06-01';
const ASSIGNMENT_VERSION = '2022-06-01';
const ROLE_VERSION = '2022-04-01';

/** The template with the definitions and the initiative, for a subscription or a management group. */
export function definitionsTemplate(
  scope: 'subscription' | 'management-group',
  options: InitiativeOptions,
): unknown {
  // Definitions are found in the scope of the deployment, wherever that is.
  const idOf = (name: DefinitionName): TemplateExpression => {
    const id = `'${AUTHORIZATION}/policyDefinitions', '${definitionId(name)}'`;
    return new TemplateExpression(
      scope === 'subscription'
        ? `subscriptionResourceId(${id})`
        : `extensionResourceId(managementGroup().id, ${id})`,
    );
  };
  return template(scope, {}, [
    ...DEFINITION_NAMES.map((name) => ({
      type: `${AUTHORIZATION}/policyDefinitions`,
      apiVersion: POLICY_VERSION,
      name: definitionId(name),
      properties: DEFINITIONS[name],
    })),
    {
      type: `${AUTHORIZATION}/policySetDefinitions`,
      apiVersion: POLICY_VERSION,
      name: INITIATIVE_ID,
      dependsOn: DEFINITION_NAMES.map((name) => idOf(name)),
      properties: initiative(options, idOf),
    },
  ]);
}

/** The name of the assignment in its subscription; Azure allows 24 characters at a management group, and 64 below. */
const ASSIGNMENT = 'azbackup-back-up';

/**
 * The template that assigns a built-in to a subscription, with the identity that deploys for it and the two roles that the
 * built-in names for that. Neither role can grant anything.
 */
export function assignmentTemplate(builtIn: FilledBuiltIn): unknown {
  const assignmentId = `subscriptionResourceId('${AUTHORIZATION}/policyAssignments', '${ASSIGNMENT}')`;
  const principal = `reference(${assignmentId}, '${ASSIGNMENT_VERSION}', 'full').identity.principalId`;
  const location = new TemplateExpression("parameters('identityLocation')");
  return template(
    'subscription',
    {
      identityLocation: {
        type: 'string',
        defaultValue: new TemplateExpression('deployment().location'),
        metadata: { description: 'Region of the identity that deploys' },
      },
    },
    [
      {
        type: `${AUTHORIZATION}/policyAssignments`,
        apiVersion: ASSIGNMENT_VERSION,
        name: ASSIGNMENT,
        location,
        identity: { type: 'SystemAssigned' },
        properties: {
          displayName: builtIn.displayName,
          policyDefinitionId: builtIn.id,
          parameters: builtIn.parameters,
          enforcementMode: 'Default',
        },
      },
      ...REMEDIATION_ROLES.map((role) => ({
        type: `${AUTHORIZATION}/roleAssignments`,
        apiVersion: ROLE_VERSION,
        name: new TemplateExpression(`guid(subscription().id, '${ASSIGNMENT}', '${role}')`),
        dependsOn: [new TemplateExpression(assignmentId)],
        properties: {
          roleDefinitionId: new TemplateExpression(
            `subscriptionResourceId('${AUTHORIZATION}/roleDefinitions', '${role}')`,
          ),
          principalId: new TemplateExpression(principal),
          principalType: 'ServicePrincipal',
        },
      })),
    ],
  );
}
