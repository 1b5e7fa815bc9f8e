// The exported definitions, the initiative and their templates against what Azure's schemas ask, and what nobody may have.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFINITION_NAMES, DEFINITIONS } from '../../../../src/domain/export/policy/definitions.js';
import { initiative } from '../../../../src/domain/export/policy/initiative.js';
import {
  assignmentTemplate,
  definitionsTemplate,
} from '../../../../src/domain/export/policy/templates.js';
import {
  filledBuiltIn,
  REMEDIATION_ROLES,
} from '../../../../src/domain/export/policy/built-ins.js';
import { template, TemplateExpression } from '../../../../src/domain/export/template-text.js';
import { matchesAny } from '../../../../src/sandbox/providers/authorization/action-patterns.js';
import builtInRoles from '../../../../src/sandbox/providers/authorization/role-definitions/built-in-roles.json' with { type: 'json' };
import {
  definitionSchema,
  initiativeSchema,
  policyRuleSchema,
  templateSchema,
} from '../../../support/export/azure-schemas.js';

const OPTIONS = { extensionEffect: 'Deny', exclude: { name: 'backup', values: ['no'] } } as const;
const INITIATIVE = initiativeSchema.parse(initiative(OPTIONS, (name) => name));

describe.each(DEFINITION_NAMES)('the definition %s', (name) => {
  it('is valid', () => {
    expect(definitionSchema.parse(DEFINITIONS[name])).toEqual(DEFINITIONS[name]);
  });

  it('uses each of its parameters, and no other', () => {
    const rule = JSON.stringify(DEFINITIONS[name].policyRule);
    const used = [...rule.matchAll(/parameters\('(\w+)'\)/gu)].map(([, parameter]) => parameter);
    expect(new Set(used)).toEqual(new Set(Object.keys(DEFINITIONS[name].parameters)));
  });

  it('is in the initiative, which hands all its parameters on', () => {
    const member = INITIATIVE.policyDefinitions.find(
      ({ policyDefinitionReferenceId }) => policyDefinitionReferenceId === name,
    );
    expect(Object.keys(member?.parameters ?? {})).toEqual(
      Object.keys(DEFINITIONS[name].parameters),
    );
    for (const { value } of Object.values(member?.parameters ?? {})) {
      const parameter = /^\[parameters\('(\w+)'\)\]$/u.exec(value)?.[1] ?? '';
      expect(Object.keys(INITIATIVE.parameters)).toContain(parameter);
    }
  });
});

describe('the schema of rules', () => {
  it.each([
    ['two operators', { field: 'type', equals: 'a', in: ['a'] }],
    ['no operator', { field: 'type' }],
    ['no subject', { equals: 'a' }],
    ['a truth value, which the schema of Azure does not take', { field: 'type', equals: true }],
    ['an empty list', { allOf: [] }],
    ['a word of no operator', { field: 'type', is: 'a' }],
  ])('refuses %s', (_, condition) => {
    expect(policyRuleSchema.safeParse({ if: condition, then: { effect: 'audit' } }).success).toBe(
      false,
    );
  });
});

describe('the initiative', () => {
  it('excludes the tag, and has the effect that was asked for', () => {
    expect(INITIATIVE.parameters).toMatchObject({
      adeExtensionEffect: { defaultValue: 'Deny' },
      exclusionTagName: { defaultValue: 'backup' },
      exclusionTagValue: { defaultValue: ['no'] },
    });
  });
});

describe('templates', () => {
  it.each(['subscription', 'management-group'] as const)('put definitions into a %s', (scope) => {
    const { resources } = templateSchema.parse(definitionsTemplate(scope, OPTIONS));
    expect(resources.map(({ name }) => name)).toEqual([
      'azbackup-audit-ade',
      'azbackup-deny-ade-extension',
      'azbackup-audit-unprotected',
      'azbackup-posture',
    ]);
    const last = resources.at(-1);
    const members = z
      .looseObject({
        policyDefinitions: z.array(z.looseObject({ policyDefinitionId: z.string() })),
      })
      .parse(last?.properties).policyDefinitions;
    expect(members.map(({ policyDefinitionId }) => policyDefinitionId)).toEqual(last?.dependsOn);
    // The language of policies is text for the template.
    expect(JSON.stringify(resources[0]?.properties)).toContain("[[parameters('effect')]");
  });

  it('assign with roles that cannot grant anything, nor read or change a key vault', () => {
    const { resources } = templateSchema.parse(
      assignmentTemplate(
        filledBuiltIn({
          backupPolicyId: undefined,
          location: undefined,
          include: undefined,
          exclude: undefined,
        }),
      ),
    );
    const roles = z
      .array(
        z.looseObject({
          name: z.string(),
          permissions: z.array(
            z.looseObject({
              actions: z.array(z.string()),
              dataActions: z.array(z.string()).default([]),
            }),
          ),
        }),
      )
      .parse(builtInRoles);
    const held = REMEDIATION_ROLES.map((id) => roles.find(({ name }) => name === id));
    expect(held).not.toContain(undefined);
    const actions = held.flatMap((role) => role?.permissions.flatMap((each) => each.actions) ?? []);
    for (const action of [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleDefinitions/write',
      'Microsoft.KeyVault/vaults/accessPolicies/write',
      'Microsoft.KeyVault/vaults/write',
    ]) {
      expect(matchesAny(actions, action)).toBe(false);
    }
    expect(resources.filter(({ type }) => type.endsWith('/roleAssignments')).length).toBe(2);
  });

  it('take every text for what it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const made = JSON.stringify(template('subscription', {}, [{ text }]));
        const { resources } = z
          .looseObject({ resources: z.tuple([z.looseObject({ text: z.string() })]) })
          .parse(JSON.parse(made));
        const shown = resources[0].text;
        // Azure takes a text in brackets for an expression, and two brackets at its beginning for one.
        const isExpression = /^\[[\s\S]*\]$/u.test(shown) && !shown.startsWith('[[');
        expect(isExpression).toBe(false);
        const isEscaped = /^\[\[[\s\S]*\]$/u.test(shown);
        expect(isEscaped ? shown.slice(1) : shown).toBe(text);
      }),
      { examples: [['[a]'], ['[[a]'], ['[a'], ['[]'], ['[']] },
    );
  });

  it('keep expressions', () => {
    const made = template('subscription', { a: new TemplateExpression('b()') }, []);
    expect(made).toMatchObject({ parameters: { a: '[b()]' } });
  });
});
