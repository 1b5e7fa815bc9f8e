// A result document to the text for stdout. Formats are loaded when asked for.

import type { Instant } from '../domain/time/instant.js';
import type { AnyDocument } from '../commands/results/result-document.js';
import type { Io } from './io.js';
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
}

/**
 * The text of a result document; empty for the format `none`.
 * Throws AzbackupError AZB_QUERY_INVALID, whatever the format.
 */
export async function renderResult(result: Renderable, options: RenderOptions): Promise<string> {
  const { document } = result;
  if (options.query !== undefined) {
    return renderValue(await selectByQuery(document, options.query), options);
  }
  switch (options.format) {
    case 'table': {
      const { stripControls } = await import('./text-width.js');
      return stripControls(`${(await result.format(viewOf(options))).join('\n')}\n`);
    }
    case 'jsonl': {
      const { formatJsonl } = await import('./formats/jsonl.js');
      return formatJsonl(document);
    }
    case 'tsv':
      return renderValue(document.items, options);
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
