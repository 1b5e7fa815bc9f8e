// What a command is, as one typed object: help, docs and the commander tree are made of it, and it leads to
// the rest (its run, the schema of its result, its view), which is loaded when needed. A definition imports
// nothing heavy.

import type { z } from 'zod';
import type { ExitKind } from '../errors/exit-code.js';
import type { View } from '../output/view.js';
import type { CommandContext, CommandResult } from './context.js';
import type { GlobalOptionKey, OptionsOf } from './options/global-options.js';
import type { ArgumentTable, NoArguments, OptionRule, OptionTable } from './options/option.js';
import type { AnyDocument } from './results/result-document.js';

/** A command line in the help, with what it does. */
export interface Example {
  readonly command: string;
  readonly description: string;
}

/** What a person wants to do; the headings of the overview. */
export type Purpose = 'look' | 'protect' | 'back-up' | 'restore' | 'learn';

/** What help and docs say of a command. */
interface Description {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** The nouns it stands under, such as `sandbox` or `sandbox clock`. */
  readonly parent?: string;
  readonly purpose: Purpose;
  /** One sentence, no full stop. */
  readonly summary: string;
  readonly examples: readonly Example[];
  /** Exits that this command can have, besides usage errors and bugs. */
  readonly exits: readonly ExitKind[];
  /** Commands to look at next. */
  readonly related: readonly string[];
  /** True when it also works where the sandbox's state cannot be read, and mends that. */
  readonly repairsSandbox?: boolean;
  /** True when it looks for what is wrong: it runs even where settings cannot be used and nothing is reached. */
  readonly diagnoses?: boolean;
  /** True when it works on the sandbox itself and never on Azure. */
  readonly sandboxOnly?: boolean;
  /** True when it asks neither Azure nor the sandbox. */
  readonly local?: boolean;
  /** True when it takes many machines at once, and then several subscriptions and resource groups too. */
  readonly selectsMachines?: boolean;
}

/** The lines that show a document to a person. */
export type FormatDocument<Document> = (document: Document, view: View) => readonly string[];

/** What a command came to, and how to show it. */
export interface FinishedCommand extends CommandResult<AnyDocument> {
  /** The document as lines for people. */
  format(view: View): Promise<readonly string[]>;
  /** What such documents are made of. */
  loadSchema(): Promise<z.ZodType>;
}

/** A command whose options are parsed. */
export interface ReadyCommand {
  /** Seconds that the whole of it may take; undefined where nobody has said. */
  readonly limitSeconds: number | undefined;
  run(context: CommandContext): Promise<FinishedCommand>;
}

/** One subcommand. */
export interface CommandDefinition extends Description {
  /** The kind of its result document; commands that write the same document share it. */
  readonly kind: string;
  /** What must stand after its name, such as a duration, in order. */
  readonly arguments: ArgumentTable;
  readonly options: OptionTable;
  /** Global options that it takes besides those that are for every command. */
  readonly globalOptions: readonly GlobalOptionKey[];
  /**
   * Loads what the command does, and parses its options.
   * @param own values of its options and arguments, as they were typed
   * @param globals values of the global options that it takes
   * @throws AzbackupError `AZB_USAGE` (2)
   */
  withOptions(
    own: Readonly<Record<string, unknown>>,
    globals: Readonly<Record<string, unknown>>,
  ): Promise<ReadyCommand>;
  /** What its result documents are made of. */
  loadResultSchema(): Promise<z.ZodType>;
}

/** A command by the type of its result document. */
export interface Command<Document extends AnyDocument> extends CommandDefinition {
  readonly kind: Document['kind'];
  loadResultSchema(): Promise<z.ZodType<Document>>;
  loadView(): Promise<FormatDocument<Document>>;
}

/** What is loaded when a command runs. */
interface LoadedCommand<Options, Document> {
  /** How its options go together. */
  readonly rules?: readonly OptionRule<Options>[];
  readonly run: (context: CommandContext, options: Options) => Promise<CommandResult<Document>>;
}

/**
 * Makes a command. The compiler holds its parts against each other: `run` takes the options that are
 * declared, and gives the document that the schema describes and the view shows.
 */
export function defineCommand<
  Options extends OptionTable,
  const Globals extends readonly GlobalOptionKey[],
  Document extends AnyDocument,
  Arguments extends ArgumentTable = NoArguments,
>(
  definition: Description & {
    readonly kind: NoInfer<Document>['kind'];
    readonly arguments?: Arguments;
    readonly options: Options;
    readonly globalOptions: Globals;
    readonly load: () => Promise<
      LoadedCommand<NoInfer<OptionsOf<Options, Globals, Arguments>>, NoInfer<Document>>
    >;
    readonly loadResultSchema: () => Promise<z.ZodType<Document>>;
    readonly loadView: () => Promise<FormatDocument<NoInfer<Document>>>;
  },
): Command<Document> {
  const { load, arguments: taken = {}, ...rest } = definition;
  return {
    ...rest,
    arguments: taken,
    withOptions: async (own, globals) => {
      const [{ run, rules = [] }, { parseOptions }] = await Promise.all([
        load(),
        import('./options/parse-options.js'),
      ]);
      const table = { ...taken, ...definition.options };
      const declared = { command: fullName(definition), table, rules };
      const options = await parseOptions<OptionsOf<Options, Globals, Arguments>>(
        declared,
        own,
        globals,
      );
      return {
        limitSeconds: limitOf(options),
        run: async (context) => {
          const result = await run(context, options);
          const format = async (view: View): Promise<readonly string[]> =>
            (await definition.loadView())(result.document, view);
          return { ...result, format, loadSchema: definition.loadResultSchema };
        },
      };
    },
  };
}

/** `--timeout` and `--wait` with a duration. */
function limitOf(options: object): number | undefined {
  const { timeout, wait }: { readonly timeout?: unknown; readonly wait?: unknown } = options;
  return [timeout, wait].find((value) => typeof value === 'number');
}

/** A command's name with its nouns, as it is typed after `azbackup`. */
export function fullName({ parent, name }: Pick<Description, 'parent' | 'name'>): string {
  return parent === undefined ? name : `${parent} ${name}`;
}
