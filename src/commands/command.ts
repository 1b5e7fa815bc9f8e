// What a command is, as data: program.ts makes commander commands of these. A definition imports
// nothing heavy; what it does is loaded when it runs.

import type { z } from 'zod';
import type { ExitKind } from '../errors/exit-code.js';
import type { CommandContext, CommandResult } from './context.js';

/** Headings under which help shows options. */
export type OptionGroup = 'What' | 'How' | 'Output' | 'Global';

/** One option. */
export interface OptionDefinition {
  /** As commander writes it: `-g, --resource-group <name>`. */
  readonly flags: string;
  readonly description: string;
  readonly group: OptionGroup;
  /** May be given several times; the value is then a list. */
  readonly repeatable?: boolean;
  readonly choices?: readonly string[];
}

/** A value without a flag; the command gets it as an option of this name. */
export interface ArgumentDefinition {
  readonly name: string;
  readonly description: string;
  /** True when the command also works without it. */
  readonly optional?: true;
  /** May stand several times; the value is then a list. Only the last argument. */
  readonly repeatable?: true;
}

/** A command line in the help, with what it does. */
export interface Example {
  readonly command: string;
  readonly description: string;
}

/** What a person wants to do; the headings of the overview. */
export type Purpose = 'look' | 'protect' | 'back-up' | 'learn';

/** What a command does, as it is loaded: how its options look, and its run. */
export interface LoadedCommand {
  readonly optionsSchema: z.ZodType;
  run(context: CommandContext, options: unknown): Promise<CommandResult>;
}

/** One subcommand. */
export interface CommandDefinition {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The nouns it stands under, such as `sandbox` or `sandbox clock`. */
  readonly parent?: string;
  readonly purpose: Purpose;
  /** One sentence, no full stop. */
  readonly summary: string;
  readonly examples: readonly Example[];
  /** What must stand after its name, such as a duration. */
  readonly argument?: ArgumentDefinition;
  /** The same for commands that take more than one. */
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  /** Global options, by long name, that this command takes. */
  readonly globalOptions: readonly string[];
  /** Exits that this command can have, besides usage errors and bugs. */
  readonly exits: readonly ExitKind[];
  /** Commands to look at next. */
  readonly related: readonly string[];
  /** True when it also works where the sandbox's state cannot be read, and mends that. */
  readonly repairsSandbox?: boolean;
  /** True when it works on the sandbox itself and never on Azure. */
  readonly sandboxOnly?: boolean;
  load(): Promise<LoadedCommand>;
}

/** The values without flags that a command takes, in order. */
export function argumentsOf(
  definition: Pick<CommandDefinition, 'argument' | 'arguments'>,
): readonly ArgumentDefinition[] {
  return definition.arguments ?? (definition.argument === undefined ? [] : [definition.argument]);
}

/** An argument as usage lines show it: `<id>`, `[id...]`. */
export function argumentUsage({ name, optional, repeatable }: ArgumentDefinition): string {
  const text = `${name}${repeatable === true ? '...' : ''}`;
  return optional === true ? `[${text}]` : `<${text}>`;
}

/**
 * Erases the type of a command's options: the schema guards the door, so what reaches `run` has been
 * parsed by that very schema.
 */
export function withParsedOptions<Schema extends z.ZodType>(command: {
  readonly optionsSchema: Schema;
  run(context: CommandContext, options: z.infer<Schema>): Promise<CommandResult>;
}): LoadedCommand {
  return {
    optionsSchema: command.optionsSchema,
    run: (context, options) => command.run(context, command.optionsSchema.parse(options)),
  };
}
