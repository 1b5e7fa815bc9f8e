// What `azbackup export policy` writes.

import { jsonText } from '../json-text.js';
import type { ExportedFile, PolicyName } from '../names.js';
import { filledBuiltIn, type BuiltInChoice } from './built-ins.js';
import { DEFINITION_NAMES, DEFINITIONS, definitionId } from './definitions.js';
import type { InitiativeOptions } from './initiative.js';
import { assignmentTemplate, definitionsTemplate } from './templates.js';

/** What of the policies can be chosen. */
export interface PolicyOptions extends InitiativeOptions {
  /** What the definitions are deployed to. */
  readonly scope: 'subscription' | 'management-group';
  /** Undefined where no machines are to be protected by policy. */
  readonly builtIn: BuiltInChoice | undefined;
}

/** The files, in the order of their names. */
export function policyFiles(options: PolicyOptions): readonly ExportedFile<PolicyName>[] {
  const { scope, builtIn } = options;
  const place = scope === 'subscription' ? 'subscription' : 'management group';
  return [
    {
      name: 'definitions',
      fileName: 'definitions.template.json',
      description: `Template for a ${place}: the three definitions and the initiative`,
      text: jsonText(definitionsTemplate(scope, options)),
    },
    ...(builtIn === undefined
      ? []
      : [
          {
            name: 'assignment' as const,
            fileName: 'assignment.template.json',
            description: 'Template for a subscription: the built-in that protects VMs, assigned',
            text: jsonText(assignmentTemplate(filledBuiltIn(builtIn))),
          },
        ]),
    ...DEFINITION_NAMES.map((name) => ({
      name,
      fileName: `${name}.policy.json`,
      description: DEFINITIONS[name].displayName,
      text: jsonText({
        name: definitionId(name),
        type: 'Microsoft.Authorization/policyDefinitions',
        properties: DEFINITIONS[name],
      }),
    })),
  ];
}
