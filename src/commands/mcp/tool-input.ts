// What a tool takes, made of the options of the commands behind it: one JSON Schema for the client, and from a call's
// arguments the words of a command line. Values are always joined to their option (`--vm=VALUE`), so that none can
// become an option of its own.

import { z } from 'zod';
import { commandLine } from '../../domain/command-line.js';
import { usageError } from '../../errors/azbackup-error.js';
import { fullName, type CommandDefinition } from '../command.js';
import { GLOBAL_OPTION_TABLE, longName } from '../options/global-options.js';
import type { LazySchema, OptionDefinition } from '../options/option.js';
import * as schemaParts from '../options/schema-parts.js';
import type { Tool, ToolCommand } from './tools.js';

/** A JSON Schema. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A command that a call names, and its words without those of the server's start. */
export interface NamedCommand {
  readonly definition: CommandDefinition;
  readonly options: readonly string[];
  readonly operands: readonly string[];
}

/** What a tool takes. */
export interface ToolInput {
  readonly schema: () => JsonSchema;
  /**
   * The command that a call's arguments stand for.
   * @throws AzbackupError `AZB_USAGE` (2)
   */
  command(values: Readonly<Record<string, unknown>>): NamedCommand;
}

/** What a tool is made of. */
export interface ToolInputParts {
  readonly tool: Tool;
  readonly definitions: readonly CommandDefinition[];
  /** Keys that the server was started with, and that no call may name again. */
  readonly settled: readonly string[];
}

interface Parameter {
  readonly key: string;
  readonly option: OptionDefinition | undefined;
  readonly schema: z.ZodType;
}

interface Variant {
  readonly definition: CommandDefinition;
  readonly parameters: readonly Parameter[];
  readonly values: z.ZodObject;
  readonly needs: readonly string[];
}

/** Builds the input of a tool. */
export async function toolInput({
  tool,
  definitions,
  settled,
}: ToolInputParts): Promise<ToolInput> {
  const variants = new Map<string, Variant>();
  for (const [name, command] of Object.entries(tool.commands)) {
    variants.set(name, await variantOf(command, definitions, settled));
  }
  return {
    schema: () => inputSchema(tool, variants),
    command: (values) => {
      const { variant, rest } = chosen(tool, variants, values);
      requireKnown(variant, rest);
      requireGiven(variant, rest);
      const parsed = variant.values.safeParse(rest);
      if (!parsed.success) {
        throw invalid(variant, ...parsed.error.issues.map((issue) => issueWords(issue)));
      }
      return wordsOf(variant, rest);
    },
  };
}

async function variantOf(
  { command, takes, needs = [] }: ToolCommand,
  definitions: readonly CommandDefinition[],
  settled: readonly string[],
): Promise<Variant> {
  const definition = definitions.find((each) => fullName(each) === command);
  if (definition === undefined) {
    throw new Error(`no command ${command}`);
  }
  const keys = takes.filter((key) => !settled.includes(key));
  const parameters = await Promise.all(keys.map((key) => parameterOf(definition, key)));
  const shape = parameters.map(({ key, schema }): [string, z.ZodType] => [key, schema]);
  return { definition, parameters, values: z.strictObject(Object.fromEntries(shape)), needs };
}

async function parameterOf(definition: CommandDefinition, key: string): Promise<Parameter> {
  const globals: Readonly<Record<string, OptionDefinition>> = GLOBAL_OPTION_TABLE;
  const option = definition.options[key] ?? globals[key];
  const declared: { readonly description: string; readonly schema: LazySchema } | undefined =
    option ?? definition.arguments[key];
  if (declared === undefined) {
    throw new Error(`${fullName(definition)} takes no ${key}`);
  }
  const schema = await declared.schema(schemaParts);
  return { key, option, schema: schema.describe(withoutFiles(declared.description)) };
}

/** What help says of lists in files and on standard input, neither of which an agent has. */
const OF_FILES = [
  /; @FILE or - \(standard input\) for a list of them/u,
  /; - reads a log or JSON from stdin/u,
  /, script:FILE \(run in the VM\)/u,
  /; can be repeated/u,
];

function withoutFiles(description: string): string {
  return OF_FILES.reduce((text, pattern) => text.replace(pattern, ''), description);
}

function inputSchema(tool: Tool, variants: ReadonlyMap<string, Variant>): JsonSchema {
  const schemas = [...variants].map(([name, { values, needs }]) => {
    const { properties, required } = propertiesOf(values);
    return { name, properties, required: [...required, ...needs] };
  });
  const keys = new Set(schemas.flatMap(({ properties }) => Object.keys(properties)));
  const merged = [...keys].map((key): [string, JsonSchema] => [
    key,
    mergedProperty(
      schemas.flatMap(({ properties }) => (properties[key] === undefined ? [] : [properties[key]])),
    ),
  ]);
  const { choice } = tool;
  const choosing =
    choice === undefined
      ? []
      : [[choice.property, choiceSchema(schemas, choice.byDefault)] as const];
  const needed = [...keys].filter((key) => schemas.every(({ required }) => required.includes(key)));
  return {
    type: 'object',
    properties: Object.fromEntries([...choosing, ...merged]),
    required: [
      ...(choice === undefined || choice.byDefault !== undefined ? [] : [choice.property]),
      ...needed,
    ],
    additionalProperties: false,
  };
}

/** What one of several commands takes under a key; where they mean the same, the words of the first. */
function mergedProperty(forms: readonly JsonSchema[]): JsonSchema {
  const distinct = new Map<string, JsonSchema>();
  for (const form of forms) {
    const { description: _words, default: _byDefault, minItems: _atLeast, ...rest } = form;
    const known = JSON.stringify(
      Object.entries(rest).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
    distinct.set(known, distinct.get(known) ?? form);
  }
  const [first = {}, ...others] = distinct.values();
  return others.length === 0 ? first : { anyOf: [first, ...others] };
}

function choiceSchema(
  schemas: readonly { readonly name: string; readonly properties: object }[],
  byDefault: string | undefined,
): JsonSchema {
  const words = schemas.map(({ name, properties }) => {
    const keys = Object.keys(properties);
    return `${name} takes ${keys.length === 0 ? 'nothing' : keys.join(', ')}`;
  });
  return {
    type: 'string',
    enum: schemas.map(({ name }) => name),
    description: words.join('; '),
    ...(byDefault === undefined ? {} : { default: byDefault }),
  };
}

const propertiesSchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

function propertiesOf(values: z.ZodObject): z.infer<typeof propertiesSchema> {
  // Draft 7 is what the validators of today's clients read.
  const json = z.toJSONSchema(values, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
  return propertiesSchema.parse(json);
}

function chosen(
  { name, choice }: Tool,
  variants: ReadonlyMap<string, Variant>,
  values: Readonly<Record<string, unknown>>,
): { readonly variant: Variant; readonly rest: Readonly<Record<string, unknown>> } {
  if (choice === undefined) {
    const [variant] = variants.values();
    if (variant === undefined) {
      throw new Error(`${name} has no command`);
    }
    return { variant, rest: values };
  }
  const { [choice.property]: word = choice.byDefault, ...rest } = values;
  const variant = typeof word === 'string' ? variants.get(word) : undefined;
  if (variant === undefined) {
    throw usageError(
      'AZB_USAGE',
      `${choice.property} needs one of ${[...variants.keys()].join(', ')}`,
      {
        causes: ['other commands are not offered to agents'],
        fix: ['a person can run any other command in a terminal: azbackup --help'],
      },
    );
  }
  return { variant, rest };
}

function requireKnown(variant: Variant, values: Readonly<Record<string, unknown>>): void {
  const known = new Set(variant.parameters.map(({ key }) => key));
  const unknown = Object.keys(values).filter((key) => !known.has(key));
  if (unknown.length > 0) {
    throw invalid(
      variant,
      `${fullName(variant.definition)} takes no ${unknown.join(', ')} here`,
      `it takes ${[...known].join(', ')}`,
    );
  }
}

function requireGiven(variant: Variant, values: Readonly<Record<string, unknown>>): void {
  const missing = variant.needs.filter((key) => listOf(values[key] ?? []).length === 0);
  if (missing.length > 0) {
    const name = fullName(variant.definition);
    throw invalid(variant, `${name} needs ${missing.join(', ')} here`, 'rules select no VMs here');
  }
}

function invalid({ definition }: Variant, first = 'invalid input', ...more: readonly string[]) {
  return usageError('AZB_USAGE', first, {
    causes: more,
    fix: [`azbackup ${fullName(definition)} --help`],
  });
}

function issueWords({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function wordsOf(
  { definition, parameters }: Variant,
  values: Readonly<Record<string, unknown>>,
): NamedCommand {
  const given = parameters.filter(({ key }) => values[key] !== undefined);
  return {
    definition,
    options: given.flatMap(({ key, option }) =>
      option === undefined ? [] : optionWords(option, values[key]),
    ),
    operands: given.flatMap(({ key, option }) =>
      option === undefined ? listOf(values[key]).map(String) : [],
    ),
  };
}

function optionWords(option: OptionDefinition, value: unknown): readonly string[] {
  const name = `--${longName(option.flags)}`;
  if (value === true) {
    return [name];
  }
  if (value === false) {
    return option.negation === undefined ? [] : [`--${longName(option.negation.flags)}`];
  }
  return listOf(value).map((each) => `${name}=${String(each)}`);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The words that run a command, with those that the server was started with. */
export function argumentsOf(
  { definition, options, operands }: NamedCommand,
  startOptions: readonly string[],
): readonly string[] {
  return [
    ...fullName(definition).split(' '),
    ...options,
    ...startOptions,
    ...(operands.length === 0 ? [] : ['--', ...operands]),
  ];
}

/** The same for a person to paste. */
export function pastedCommand(words: readonly string[]): string {
  return commandLine('azbackup', ...words);
}
