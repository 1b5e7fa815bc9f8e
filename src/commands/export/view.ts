// `azbackup export` for people: the files themselves, or where they are.

import { counted } from '../../output/counts.js';
import { formatTable } from '../../output/table.js';
import { oneLine } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import type { ExportDocument } from './result.js';

const COLUMNS = [{ header: 'file' }, { header: 'what', drops: 1 }];

/** The text, so that it can be redirected to a file; where files have it, which were written. */
export function formatExport({ items, summary }: ExportDocument, view: View): string[] {
  const written = items.flatMap(({ file, description }) =>
    file === null ? [] : [[oneLine(file), description]],
  );
  const texts = items.flatMap(({ content }) => content ?? []);
  return written.length === 0
    ? texts.join('\n').trimEnd().split('\n')
    : [...formatTable(COLUMNS, written, view), `Wrote ${counted(summary.written, 'file')}.`];
}
