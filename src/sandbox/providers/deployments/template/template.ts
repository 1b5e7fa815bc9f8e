// Templates as they are sent: what the sandbox knows of them, and the parameters that go with them.
// Documentation: Understand the structure and syntax of ARM templates.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { describeIssues } from '../../../http/request-body.js';
import { invalidTemplate } from './errors.js';

const parameterSchema = z.strictObject({
  type: z.string(),
  defaultValue: z.unknown().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

/** Members of a resource that steer the deployment and that the sandbox does not follow. */
const STEERING = ['condition', 'copy', 'resourceGroup', 'resources', 'scope', 'subscriptionId'];

const resourceSchema = z
  .looseObject({
    type: z.string(),
    apiVersion: z.string(),
    name: z.string(),
    dependsOn: z.array(z.string()).optional(),
    comments: z.string().optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine((resource, context) => {
    const keys = STEERING.filter((key) => key in resource);
    if (keys.length > 0) {
      context.addIssue({ code: 'unrecognized_keys', keys, input: resource });
    }
  });

const templateSchema = z.strictObject({
  $schema: z.string(),
  contentVersion: z.string(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  parameters: z.record(z.string(), parameterSchema).optional(),
  variables: z.record(z.string(), z.unknown()).optional(),
  resources: z.array(resourceSchema),
});

/** A template that the sandbox can follow. */
export type Template = z.infer<typeof templateSchema>;

/** A resource as the template describes it. */
export type TemplateResource = Template['resources'][number];

/** Reads a template. Throws a Refusal: Azure's for what is missing, the sandbox's own for what it does not know. */
export function readTemplate(value: unknown): Template {
  const parsed = templateSchema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const missing = REQUIRED.find((name) => !hasMember(value, name));
  if (missing !== undefined) {
    throw invalidTemplate(
      `Required property '${missing}' not found in JSON. Path '', line 1, position 1`,
    );
  }
  throw new Refusal(notModelled(describeIssues('this template', parsed.error)));
}

const REQUIRED = ['$schema', 'contentVersion', 'resources'];

function hasMember(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && name in value;
}

/** Names a template by its content. Azure's own computation is not public; what matters is that it differs. */
export function templateHash(template: Template): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  return BigInt(`0x${digest.toString('hex').slice(0, 16)}`).toString();
}

/** A value for a parameter, as it is shown of a deployment and as it is used. */
export interface ParameterValue {
  readonly name: string;
  /** With Azure's capital letters: String, SecureString, Int, Bool, Object, SecureObject, Array. */
  readonly type: string;
  readonly value: unknown;
}

const TYPES = ['String', 'SecureString', 'Int', 'Bool', 'Object', 'SecureObject', 'Array'];

const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  SecureString: (value) => typeof value === 'string',
  Int: (value) => Number.isInteger(value),
  Bool: (value) => typeof value === 'boolean',
  Object: (value) => isPlainObject(value),
  SecureObject: (value) => isPlainObject(value),
  Array: (value) => Array.isArray(value),
};

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What each parameter is, sent or by default. Throws a Refusal for a value that is missing, unknown or unfit. */
export function parameterValues(
  template: Template,
  sent: Readonly<Record<string, { readonly value?: unknown }>>,
): ParameterValue[] {
  const declared = Object.entries(template.parameters ?? {});
  const names = declared.map(([name]) => name);
  const unknown = Object.keys(sent).filter((name) => !includesName(names, name));
  if (unknown.length > 0) {
    throw invalidTemplate(
      `The template parameters '${unknown.join(', ')}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are '${names.join(', ')}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
    );
  }
  return declared.map(([name, declaration]) => parameterValue(name, declaration, sent));
}

function parameterValue(
  name: string,
  { type, defaultValue, allowedValues }: z.infer<typeof parameterSchema>,
  sent: Readonly<Record<string, { readonly value?: unknown }>>,
): ParameterValue {
  const [, given] =
    Object.entries(sent).find(([each]) => each.toLowerCase() === name.toLowerCase()) ?? [];
  const value = given?.value ?? defaultValue;
  if (value === undefined) {
    throw invalidTemplate(
      `The value for the template parameter '${name}' is not provided. Please see https://aka.ms/arm-create-parameter-file for usage details.`,
    );
  }
  const known = TYPES.find((each) => each.toLowerCase() === type.toLowerCase());
  if (known === undefined) {
    throw invalidTemplate(`The template parameter '${name}' has no valid type: '${type}'`);
  }
  if (FITS[known]?.(value) !== true) {
    throw invalidTemplate(
      `Template parameter JToken type is not valid. Expected '${known}' for '${name}'. Please see https://aka.ms/resource-manager-parameter-files for usage details.`,
    );
  }
  if (allowedValues !== undefined && !allowedValues.includes(value)) {
    throw invalidTemplate(
      `The provided value for the template parameter '${name}' is not valid. It is not part of the allowed value(s): '${allowedValues.map(String).join(',')}'.`,
    );
  }
  return { name, type: known, value };
}

function includesName(names: readonly string[], wanted: string): boolean {
  return names.some((name) => name.toLowerCase() === wanted.toLowerCase());
}
