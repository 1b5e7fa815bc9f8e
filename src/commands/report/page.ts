// Where the page of a report goes.

import { usageError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import type { ReportOptions } from './command.js';
import type { ReportDocument } from './result.js';

const USUAL_FILE = 'azbackup-report.html';

/** The file of the page, `-` being standard output; undefined for who asks for data only. */
export function pageFile({
  out,
  output,
  query,
}: Pick<ReportOptions, 'out' | 'output' | 'query'>): string | undefined {
  return out ?? (output === 'table' && query === undefined ? USUAL_FILE : undefined);
}

/** What every page has in its head, which is this long at most. */
const MARK = /<meta\s+name="generator"\s+content="azbackup"/u;
const HEAD = 4000;

/**
 * Sees to it that the page can be written, before Azure is asked anything.
 * @throws AzbackupError `AZB_REPORT_FILE_EXISTS` (2) for a file that is something else, and those of files
 */
export async function requirePlace(
  context: Pick<CommandContext, 'prepareOutput'>,
  file: string | undefined,
): Promise<void> {
  if (file === undefined || file === '-') {
    return;
  }
  const text = await context.prepareOutput(file);
  if (text !== undefined && !MARK.test(text.slice(0, HEAD))) {
    throw usageError(
      'AZB_REPORT_FILE_EXISTS',
      `${file} exists, is not a report of azbackup, and is not overwritten`,
      {
        target: file,
        fix: ['write to another file with --out, or to standard output with --out -'],
      },
    );
  }
}

/** A report with its page written. */
export interface WrittenReport {
  readonly document: ReportDocument;
  /** The page, where it goes to standard output. */
  readonly text?: string;
}

/** Writes the page. @throws AzbackupError `AZB_FILE_UNWRITABLE` (2) */
export async function writePage(
  context: Pick<CommandContext, 'inPlace' | 'writeOutput'>,
  document: ReportDocument,
  { file, ids }: { readonly file: string | undefined } & Pick<ReportOptions, 'ids'>,
): Promise<WrittenReport> {
  if (file === undefined) {
    return { document };
  }
  const { reportPage } = await import('./html/page.view.js');
  const text = reportPage(context.inPlace(document), { ids });
  if (file === '-') {
    return { document, text };
  }
  await context.writeOutput(file, text);
  return { document: { ...document, file } };
}
