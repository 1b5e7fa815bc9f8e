// What an option is: how it is written on a command line, what help says of it, and what its value must
// be. All of it stands in one declaration, and zod is handed to it when a command runs: help and version
// are shown without loading it.

import type { z } from 'zod';
import type * as schemaParts from './schema-parts.js';

/** Headings under which help shows options. */
export type OptionGroup = 'What' | 'How' | 'Output' | 'Global';

/** zod, as it is handed to a declaration once a command runs. */
export type Zod = typeof schemaParts;

/** A schema, made when a command runs; one that needs more than zod may load it. */
export type LazySchema = (zod: Zod) => z.ZodType | Promise<z.ZodType>;

/** An option as it is written, and as help shows it. */
export interface OptionUsage {
  /** As commander writes it: `-g, --resource-group <name>`. */
  readonly flags: string;
  readonly description: string;
  readonly group: OptionGroup;
  /** May be given several times; the value is then a list. */
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
}

/** One option. */
export interface OptionDefinition extends OptionUsage {
  /** A flag that sets the same value to false, such as `--no-wait` beside `--wait [duration]`. */
  readonly negation?: OptionUsage;
  /** What the value must be. Messages name the option as the user typed it. */
  readonly schema: LazySchema;
}

/** A value without a flag. */
export interface ArgumentDefinition {
  readonly description: string;
  /** True when the command also works without it. */
  readonly optional?: true;
  /** May stand several times; the value is then a list. Only the last argument. */
  readonly repeatable?: true;
  /** What it can be, where that is a list; for completion. */
  readonly choices?: readonly string[];
  /** What the value must be. */
  readonly schema: LazySchema;
}

/** Options by the key under which commander keeps their values, in the order of help. */
export type OptionTable = Readonly<Record<string, OptionDefinition>>;

/** Arguments by name, in the order in which they stand. */
export type ArgumentTable = Readonly<Record<string, ArgumentDefinition>>;

/** The table of a command that takes none. */
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- a table without entries is meant
export type NoArguments = Readonly<Record<never, ArgumentDefinition>>;

type Schemas<Table extends Readonly<Record<string, { readonly schema: LazySchema }>>> = {
  [Key in keyof Table]: Awaited<ReturnType<Table[Key]['schema']>>;
};

/** The values of a table's options or arguments, once parsed. */
export type ValuesOf<Table extends Readonly<Record<string, { readonly schema: LazySchema }>>> =
  z.output<z.ZodObject<Schemas<Table>, z.core.$strict>>;

/** What is wrong with options that are right one by one; undefined when nothing is. */
export type OptionRule<Options> = (options: Options) => string | undefined;

/**
 * A rule with one message.
 * @param message what is wrong when the rule does not hold
 */
export function rule<Options>(
  holds: (options: Options) => boolean,
  message: string,
): OptionRule<Options> {
  return (options) => (holds(options) ? undefined : message);
}

/** The options as they are written, each negation after its option. */
export function optionUsages(options: OptionTable): readonly OptionUsage[] {
  return Object.values(options).flatMap((option) =>
    option.negation === undefined ? [option] : [option, option.negation],
  );
}

/** An argument as usage lines show it: `<id>`, `[id...]`. */
export function argumentUsage(
  name: string,
  { optional, repeatable }: Pick<ArgumentDefinition, 'optional' | 'repeatable'>,
): string {
  const text = `${name}${repeatable === true ? '...' : ''}`;
  return optional === true ? `[${text}]` : `<${text}>`;
}
