// `azbackup explain`: looks codes up in the registry. Asks nobody.

import { AzbackupError } from '../../errors/azbackup-error.js';
import { nearNames } from '../../facts/choose-machines.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { ExplainOptions } from './command.js';
import { allEntries, entryOf, type Entry } from './entries.js';
import { findCodes } from './find-codes.js';
import type { ExplainDocument, ExplainItem } from './result.js';

/** Runs the command. */
export async function run(
  context: Pick<CommandContext, 'readInput' | 'itemFinished'>,
  options: ExplainOptions,
): Promise<CommandResult<ExplainDocument>> {
  const entries = allEntries();
  const items = (await wantedItems(context, options, entries)).map((item) =>
    withNames(item, { vm: options.vm, vault: options.vault }),
  );
  const unknown = items.filter(({ outcome }) => outcome === 'unknown').length;
  for (const item of items) {
    context.itemFinished(item);
  }
  return {
    document: {
      kind: 'explain',
      schemaVersion: 1,
      items,
      summary: { total: items.length, explained: items.length - unknown, unknown },
    },
    // What stands in a log is not asked for by name: that some of it is unknown is no failure.
    exit: unknown === 0 || options.code.includes('-') ? 'done' : 'partial',
  };
}

async function wantedItems(
  context: Pick<CommandContext, 'readInput'>,
  { code, all }: ExplainOptions,
  entries: readonly Entry[],
): Promise<readonly ExplainItem[]> {
  if (all) {
    return entries.map((entry) => explained(entry.names[0] ?? '', entry, entries));
  }
  if (code.includes('-')) {
    const found = findCodes(await context.readInput('-'), entries);
    requireSome(found.length > 0, 'no code found on standard input', []);
    return found.map(({ code: name, entry, times }) => explained(name, entry, entries, times));
  }
  const items = code.map((name) => explained(name, entryOf(entries, name), entries));
  requireSome(
    items.some(({ outcome }) => outcome !== 'unknown'),
    `nothing is known of ${code.join(', ')}`,
    items.flatMap(({ similar }) => similar),
  );
  return items;
}

/** Throws where nothing at all can be explained. */
function requireSome(some: boolean, message: string, similar: readonly string[]): void {
  if (!some) {
    throw new AzbackupError({
      code: 'AZB_CODE_NOT_FOUND',
      kind: 'not-found',
      message,
      causes: similar.length === 0 ? [] : [`similar names: ${similar.join(', ')}`],
      fix: ['azbackup explain --all'],
    });
  }
}

const UNKNOWN: Entry = {
  outcome: 'unknown',
  kind: null,
  names: [],
  codeConfirmed: false,
  meaning: null,
  likelyCause: null,
  prove: [],
  fix: [],
  retry: 'unknown',
  exitCodes: [],
  evidence: [],
  docs: null,
};

function explained(
  code: string,
  entry: Entry | undefined,
  entries: readonly Entry[],
  found: number | null = null,
): ExplainItem {
  const similar = entry === undefined ? nearNames(code, namesOf(entries)) : [];
  return { code, ...(entry ?? UNKNOWN), similar: [...similar], found };
}

function namesOf(entries: readonly Entry[]): string[] {
  return entries.filter(({ kind }) => kind !== 'exit-code').flatMap(({ names }) => names);
}

/** The item with names in the place of its placeholders; in commands, what stands for a name is in capitals. */
function withNames(
  item: ExplainItem,
  names: { readonly vm: string | undefined; readonly vault: string | undefined },
): ExplainItem {
  const filled = (text: string): string =>
    HOLDS_COMMAND.test(text)
      ? fillIn(text, names.vm ?? 'VM', names.vault ?? 'VAULT')
      : fillIn(text, names.vm ?? 'the VM', names.vault ?? 'the vault');
  const { meaning, likelyCause, prove, fix } = item;
  return {
    ...item,
    meaning: meaning === null ? null : filled(meaning),
    likelyCause: likelyCause === null ? null : filled(likelyCause),
    prove: prove.map(filled),
    fix: fix.map(filled),
  };
}

const HOLDS_COMMAND = /(?:^|: )(?:azbackup|az) /u;

function fillIn(text: string, vm: string, vault: string): string {
  return text.replaceAll('{vm}', vm).replaceAll('{vault}', vault);
}
