// A result document to the text for stdout. Formats are loaded when asked for.

import { stripVTControlCharacters } from 'node:util';
import type { z } from 'zod';
import type { Instant } from '../domain/time/instant.js';
import type { AnyDocument } from '../commands/results/result-document.js';
import type { Io } from './io.js';
import { splitHints } from './hints.js';
import type { OutputFormat } from './output-format.js';
import { selectByQuery } from './query.js';
import type { CommandPlace } from './suggested-commands.js';
import { createView, type View } from './view.js';

/** What the user asked for, and where it goes. */
export interface RenderOptions {
  readonly format: OutputFormat;
  /** JMESPath; the whole document when left out. */
  readonly query?: string | undefined;
  readonly io: Io;
  /** The command's time, for ages and for times to come. */
  readonly now: Instant;
  readonly verbose?: boolean;
  /** Options that keep suggested commands on the same sandbox. */
  readonly commandPlace?: CommandPlace;
}

/** A result document, and how to show it to a person. */
export interface Renderable {
  readonly document: AnyDocument;
  /** As lines. */
  format(view: View): Promise<readonly string[]>;
  /** What such documents are made of. */
  loadSchema(): Promise<z.ZodType>;
}

/** A result as text. */
export interface RenderedResult {
  /** For stdout. */
  readonly text: string;
  /** What could be done next, for stderr; empty for a format that a program reads. */
  readonly hints: string;
}

/**
 * A result document as text; empty for the format `none`.
 * Throws AzbackupError AZB_QUERY_INVALID, whatever the format.
 */
export async function renderResult(
  result: Renderable,
  options: RenderOptions,
): Promise<RenderedResult> {
  const { format, query } = options;
  if (query !== undefined) {
    const value = await selectByQuery(result.document, query);
    return { text: await renderValue(value, options), hints: '' };
  }
  return format === 'table'
    ? renderView(result, options)
    : { text: await renderDocument(result, { ...options, format }), hints: '' };
}

async function renderView(result: Renderable, options: RenderOptions): Promise<RenderedResult> {
  const { fitLines, stripControls } = await import('./text-width.js');
  const lines = splitHints(await result.format(viewOf(options)));
  const { outIsTty, columns } = options.io;
  const textOf = (each: readonly string[]): string => {
    const text = stripControls(`${each.join('\n')}\n`);
    return outIsTty ? fitLines(text, columns) : text;
  };
  const hints = lines.hints.length === 0 ? '' : textOf(lines.hints);
  // The view is that of stdout; the other stream may be a file.
  return {
    text: textOf(lines.result),
    hints: options.io.errColor ? hints : stripVTControlCharacters(hints),
  };
}

async function renderDocument(
  result: Renderable,
  options: RenderOptions & { readonly format: Exclude<OutputFormat, 'table'> },
): Promise<string> {
  const { document } = result;
  switch (options.format) {
    case 'jsonl': {
      const { formatJsonl } = await import('./formats/jsonl.js');
      return formatJsonl(document);
    }
    case 'tsv': {
      const [{ formatTsvItems }, { tsvColumns }] = await Promise.all([
        import('./formats/tsv.js'),
        import('./formats/tsv-columns.js'),
      ]);
      return formatTsvItems(document.items, tsvColumns(await result.loadSchema()));
    }
    case 'json':
    case 'yaml':
    case 'none':
      return renderValue(document, options);
  }
}

async function renderValue(value: unknown, options: RenderOptions): Promise<string> {
  switch (options.format) {
    case 'table': {
      const { formatValueTable } = await import('./formats/value-table.js');
      const { stripControls } = await import('./text-width.js');
      return stripControls(formatValueTable(value, viewOf(options)));
    }
    case 'json': {
      const { formatJson } = await import('./formats/json.js');
      return formatJson(value);
    }
    case 'jsonl': {
      const { formatJsonlValue } = await import('./formats/jsonl.js');
      return formatJsonlValue(value);
    }
    case 'yaml': {
      const { formatYaml } = await import('./formats/yaml.js');
      return formatYaml(value);
    }
    case 'tsv': {
      const { formatTsv } = await import('./formats/tsv.js');
      return formatTsv(value);
    }
    case 'none':
      return '';
  }
}

function viewOf(options: RenderOptions): View {
  return createView(options.io, 'out', {
    now: options.now,
    ...(options.verbose === undefined ? {} : { verbose: options.verbose }),
    ...(options.commandPlace === undefined ? {} : { commandPlace: options.commandPlace }),
  });
}
