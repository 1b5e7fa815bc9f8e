// Results on stdout, in whichever form was asked for. A command hands over items and, at its end, its
// document; which of them is written when, is decided here.

import type { AnyDocument } from '../commands/results/result-document.js';
import type { FinishedCommand } from '../commands/command.js';
import { instantOf } from '../domain/time/instant.js';
import { formatItemRecord, formatSummaryRecord } from '../output/formats/jsonl.js';
import type { Io } from '../output/io.js';
import { renderResult, type RenderOptions } from '../output/render.js';
import { placeFixes, type CommandPlace } from '../output/suggested-commands.js';
import type { AgentCaller } from './host.js';
import type { Settings } from './settings.js';

/** Where a command's result goes. */
export interface ResultOutput {
  /** An item that is final. */
  item(item: object): void;
  /** What the command came to, after all its items. */
  result(finished: FinishedCommand, nowMilliseconds: number): Promise<void>;
}

/** What an output depends on. */
export interface ResultOutputOptions {
  readonly io: Io;
  readonly settings: Settings;
  /** Of the command's documents. */
  readonly kind: string;
  /** What keeps suggested commands where they are suggested. */
  readonly commandPlace: CommandPlace;
  /** Reads the result where an agent calls. */
  readonly agent?: AgentCaller | undefined;
}

/** The output for the format that the settings name. */
export function createResultOutput(options: ResultOutputOptions): ResultOutput {
  const { output, query } = options.settings;
  if (options.agent !== undefined) {
    return handedOver(options, options.agent);
  }
  return output === 'jsonl' && query === undefined
    ? streamedItems(options)
    : wholeDocument(options);
}

/** The observer has the object: of ten thousand machines an agent is shown a page, and the whole as text would be 200 MB. */
function handedOver({ io, commandPlace }: ResultOutputOptions, agent: AgentCaller): ResultOutput {
  return {
    item: (item) => {
      placeFixes(item, commandPlace);
    },
    result: async (finished, nowMilliseconds) => {
      placeFixes(finished.document, commandPlace);
      const now = instantOf(nowMilliseconds);
      const read = await renderResult(finished, { format: 'table', io, now, commandPlace });
      agent.read(`${read.text}${read.hints}`.trimEnd().split('\n'));
    },
  };
}

function streamedItems({ io, kind, commandPlace }: ResultOutputOptions): ResultOutput {
  return {
    item: (item) => io.writeOut(formatItemRecord(kind, placeFixes(item, commandPlace))),
    result: async ({ document, text }) => {
      io.writeOut(text ?? formatSummaryRecord(document));
    },
  };
}

function wholeDocument({ io, settings, commandPlace }: ResultOutputOptions): ResultOutput {
  const { output: format, query, verbose } = settings;
  return {
    item: (item) => {
      placeFixes(item, commandPlace);
    },
    result: async (finished, nowMilliseconds) => {
      if (finished.text !== undefined) {
        io.writeOut(finished.text);
        return;
      }
      placeFixes(finished.document, commandPlace);
      if (finished.untilEnd !== undefined && format === 'json' && query === undefined) {
        // One line: who reads a stream that does not end could not tell where the document does.
        io.writeOut(`${JSON.stringify(finished.document)}\n`);
        return;
      }
      const now = instantOf(nowMilliseconds);
      const options = { format, query, io, now, verbose, commandPlace };
      const hints = await writeDocument(finished, options);
      if (query !== undefined && !settings.quiet) {
        io.writeErr(await unknownKeyWords(finished.document, query));
      }
      // Who reads records of progress reads no prose beside them.
      if (hints !== '' && !settings.quiet && settings.progress !== 'jsonl') {
        io.writeErr(hints);
      }
    },
  };
}

/** Writes the result; the hints are handed back. */
async function writeDocument(finished: FinishedCommand, options: RenderOptions): Promise<string> {
  const { io, query, ...rest } = options;
  if (rest.format === 'json' && query === undefined) {
    const { jsonParts } = await import('../output/formats/json.js');
    for (const part of jsonParts(finished.document)) {
      io.writeOut(part);
    }
    return '';
  }
  try {
    const { text, hints } = await renderResult(finished, options);
    io.writeOut(text);
    return hints;
  } catch (error) {
    if (query !== undefined) {
      // The query fits no such document. What was done was done: the result is shown as it is.
      io.writeOut((await renderResult(finished, { io, ...rest })).text);
    }
    throw error;
  }
}

/** A key that is nowhere in the result selects nothing, which looks like a result without it. */
async function unknownKeyWords(document: AnyDocument, query: string): Promise<string> {
  const { unknownKeys } = await import('../output/query.js');
  const { unknown, known } = await unknownKeys(document, query);
  if (unknown.length === 0) {
    return '';
  }
  const { nearNames } = await import('../facts/choose-machines.js');
  return unknown
    .map((key) => {
      const near = nearNames(key, known);
      const similar = near.length === 0 ? '' : `; similar keys: ${near.join(', ')}`;
      return `warning: --query: the result has no key ${key}${similar}\n`;
    })
    .join('');
}
