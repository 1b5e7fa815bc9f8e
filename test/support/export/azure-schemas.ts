// What Azure's own schemas ask of policies, templates and workbooks, written down from them, as no package of npm has them:
// policyDefinition.json of 2020-10-01 (Azure/azure-resource-manager-schemas) and workbook.json (Application-Insights-Workbooks).

import { z } from 'zod';

const expression = z.string().regex(/^\[[\s\S]+\]$/u);

const SUBJECTS = ['field', 'value', 'count', 'source'] as const;
const OPERATORS: Readonly<Record<string, z.ZodType>> = {
  ...named(
    ['equals', 'notEquals', 'greater', 'less', 'greaterOrEquals', 'lessOrEquals'],
    [z.string(), z.number()],
  ),
  ...named(
    ['like', 'notLike', 'contains', 'notContains', 'containsKey', 'notContainsKey'],
    [z.string(), z.never()],
  ),
  ...named(['in', 'notIn'], [z.string(), z.array(z.unknown())]),
  exists: z.union([z.string(), z.boolean()]),
};

function named(
  names: readonly string[],
  types: readonly [z.ZodType, z.ZodType],
): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(names.map((name) => [name, z.union(types)]));
}

/** One subject, one operator, and nothing else. */
const comparison = z.record(z.string(), z.unknown()).superRefine((value, issues) => {
  const keys = Object.keys(value);
  const subjects = SUBJECTS.filter((name) => keys.includes(name));
  const operators = keys.filter((key) => Object.hasOwn(OPERATORS, key));
  if (subjects.length !== 1 || operators.length !== 1 || keys.length !== 2) {
    issues.addIssue({ code: 'custom', message: `no condition: ${keys.join(', ')}` });
    return;
  }
  const [operator = ''] = operators;
  if (OPERATORS[operator]?.safeParse(value[operator]).success !== true) {
    issues.addIssue({ code: 'custom', message: `${operator} takes no such value` });
  }
});

const condition: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({ not: condition }),
    z.strictObject({ anyOf: z.array(condition).min(1) }),
    z.strictObject({ allOf: z.array(condition).min(1) }),
    comparison,
  ]),
);

const EFFECTS = ['append', 'audit', 'auditIfNotExists', 'deny', 'deployIfNotExists', 'disabled'];

/** The rule of a definition. */
export const policyRuleSchema = z.strictObject({
  if: condition,
  then: z.strictObject({
    effect: z.union([z.enum(EFFECTS), expression]),
    details: z
      .strictObject({
        type: z.string(),
        name: z.string().optional(),
        existenceScope: z.enum(['resourceGroup', 'subscription']).optional(),
        existenceCondition: condition.optional(),
        roleDefinitionIds: z.array(z.string()).optional(),
      })
      .optional(),
  }),
});

const parametersSchema = z.record(
  z.string(),
  z.strictObject({
    type: z.enum(['String', 'Array']),
    metadata: z.strictObject({ displayName: z.string().min(1), description: z.string().min(1) }),
    allowedValues: z.array(z.string()).min(1).optional(),
    defaultValue: z.union([z.string(), z.array(z.string())]),
  }),
);

const described = {
  // The portal shows 128 characters of a name and 512 of a description (page "Azure Policy definition structure basics").
  displayName: z.string().min(1).max(128),
  description: z.string().min(1).max(512),
  policyType: z.literal('Custom'),
  metadata: z.strictObject({ category: z.string(), version: z.string(), source: z.string() }),
  parameters: parametersSchema,
};

/** The properties of a definition. */
export const definitionSchema = z.strictObject({
  ...described,
  mode: z.enum(['Indexed', 'All']),
  policyRule: policyRuleSchema,
});

/** The properties of an initiative. */
export const initiativeSchema = z.strictObject({
  ...described,
  policyDefinitions: z
    .array(
      z.strictObject({
        policyDefinitionReferenceId: z.string().min(1),
        policyDefinitionId: z.string().min(1),
        parameters: z.record(z.string(), z.strictObject({ value: expression })),
      }),
    )
    .min(1),
});

/** A template of Azure Resource Manager. */
export const templateSchema = z.strictObject({
  $schema: z
    .string()
    .regex(/^https:\/\/schema\.management\.azure\.com\/schemas\/[\d-]+\/\w+\.json#$/u),
  contentVersion: z.string().regex(/^\d+\.\d+\.\d+\.\d+$/u),
  parameters: z.record(z.string(), z.looseObject({ type: z.enum(['string', 'array']) })),
  resources: z
    .array(
      z.looseObject({
        type: z.string().regex(/^Microsoft\.\w+(?:\/\w+)+$/u),
        apiVersion: z.string().regex(/^\d{4}-\d{2}-\d{2}$/u),
        name: z.string().min(1),
        dependsOn: z.array(z.string()).optional(),
        properties: z.looseObject({}),
      }),
    )
    .min(1),
});

const item = <Type extends number>(type: Type, content: z.ZodType) =>
  z.strictObject({ type: z.literal(type), content, name: z.string().min(1) });

/** An Azure workbook. */
export const workbookSchema = z.strictObject({
  $schema: z.string(),
  version: z.literal('Notebook/1.0'),
  fallbackResourceIds: z.array(z.string()),
  items: z.array(
    z.discriminatedUnion('type', [
      item(1, z.strictObject({ json: z.string().min(1) })),
      item(
        3,
        z.strictObject({
          version: z.literal('KqlItem/1.0'),
          query: z.string().min(1),
          size: z.int(),
          title: z.string().min(1),
          showExportToExcel: z.boolean(),
          queryType: z.literal(1),
          resourceType: z.literal('microsoft.resourcegraph/resources'),
          crossComponentResources: z.array(z.string()),
          visualization: z.enum(['table', 'barchart']),
        }),
      ),
      item(
        9,
        z.strictObject({
          version: z.literal('KqlParameterItem/1.0'),
          parameters: z.array(
            z.looseObject({ id: z.guid(), name: z.string(), type: z.int(), version: z.string() }),
          ),
          style: z.literal('pills'),
          queryType: z.literal(1),
          resourceType: z.string(),
        }),
      ),
    ]),
  ),
});
