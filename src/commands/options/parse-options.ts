// Values from a command line to the options of a command: each parsed once by the schema that stands in
// its declaration, then all of them held against the rules between options.

import { z } from 'zod';
import * as schemaParts from './schema-parts.js';
import { usageError } from '../../errors/azbackup-error.js';
import type { LazySchema, OptionRule } from './option.js';

/** The options of a command, and how they go together. */
export interface DeclaredOptions<Options> {
  /** The command as it is typed after `azbackup`. */
  readonly command: string;
  /** By key: the command's own options and arguments. */
  readonly table: Readonly<Record<string, { readonly schema: LazySchema }>>;
  readonly rules: readonly OptionRule<Options>[];
}

/**
 * The options of a command.
 * @param own values of the command's own options and arguments, as they were typed
 * @param globals values of the global options that it takes; the settings have parsed them
 * @throws AzbackupError `AZB_USAGE` (2) with all that does not fit
 */
export async function parseOptions<Options extends object>(
  { command, table, rules }: DeclaredOptions<Options>,
  own: Readonly<Record<string, unknown>>,
  globals: Readonly<Record<string, unknown>>,
): Promise<Options> {
  const together = (values: object): Options => {
    const all: object = { ...values, ...globals };
    // The schemas in the table and the global options are what Options is made of; the compiler cannot
    // follow that through a table that is built at run time.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return all as Options;
  };
  const schema = z.strictObject(await schemasOf(table)).check(({ value, issues }) => {
    for (const rule of rules) {
      const message = rule(together(value));
      if (message !== undefined) {
        issues.push({ code: 'custom', input: value, message, continue: true });
      }
    }
  });
  const parsed = schema.safeParse(own);
  if (!parsed.success) {
    const [first, ...rest] = parsed.error.issues.map(({ message }) => message);
    throw usageError('AZB_USAGE', first ?? 'invalid options', {
      causes: rest,
      fix: [`azbackup ${command} --help`],
    });
  }
  return together(parsed.data);
}

async function schemasOf(table: DeclaredOptions<object>['table']): Promise<z.ZodRawShape> {
  const entries = Object.entries(table).map(
    async ([key, { schema }]) => [key, await schema(schemaParts)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
