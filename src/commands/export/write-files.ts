// Where exported files go: to a folder, to a file, or into the result.

import { fileIn } from '../file-in.js';
import type { ExportedFile } from '../../domain/export/names.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { ExportDocument } from './result.js';

/** What was asked for. */
export interface ExportRequest {
  readonly kind: ExportDocument['export'];
  /** All files of the export. */
  readonly files: readonly ExportedFile[];
  /** The files that are wanted; all where there are none. */
  readonly names: readonly string[];
  /** Undefined for standard output. */
  readonly out: string | undefined;
  /** What standard output has where nothing is named: several JSON texts after one another are no JSON. */
  readonly shown: 'all' | 'first';
}

/**
 * Writes the files that are wanted.
 * @throws AzbackupError `AZB_FILE_UNWRITABLE` (2)
 */
export async function exportFiles(
  context: Pick<CommandContext, 'namesIn' | 'prepareOutput' | 'writeOutput' | 'itemFinished'>,
  { kind, files, names, out, shown }: ExportRequest,
): Promise<CommandResult<ExportDocument>> {
  const wanted = files.filter(({ name }) => names.length === 0 || names.includes(name));
  const first = names.length === 0 && shown === 'first' ? wanted.slice(0, 1) : wanted;
  const items =
    out === undefined
      ? first.map(({ name, description, text }) => ({
          name,
          description,
          file: null,
          content: text,
        }))
      : await writeFiles(context, wanted, out);
  for (const item of items) {
    context.itemFinished(item);
  }
  return {
    document: {
      kind: 'export',
      schemaVersion: 1,
      export: kind,
      items: [...items],
      summary: { total: items.length, written: items.filter(({ file }) => file !== null).length },
    },
    exit: 'done',
  };
}

async function writeFiles(
  context: Pick<CommandContext, 'namesIn' | 'prepareOutput' | 'writeOutput'>,
  files: readonly ExportedFile[],
  out: string,
): Promise<ExportDocument['items']> {
  const isFolder = (await context.namesIn(out)) !== undefined;
  if (!isFolder && files.length > 1) {
    throw usageError(
      'AZB_FILE_UNWRITABLE',
      `${out} is not a folder, and there are ${files.length} files to write`,
      {
        target: out,
        fix: await waysToFolder(context, fileIn(out, files[0]?.fileName ?? '')),
      },
    );
  }
  const places = files.map((file) => ({
    ...file,
    place: isFolder ? fileIn(out, file.fileName) : out,
  }));
  // All of them or none, as far as can be known beforehand.
  for (const { place } of places) {
    await context.prepareOutput(place);
  }
  for (const { place, text } of places) {
    await context.writeOutput(place, text);
  }
  return places.map(({ name, description, place }) => ({
    name,
    description,
    file: place,
    content: null,
  }));
}

/** The folder is made where nothing is; what cannot be made, as a file has its name, is not suggested. */
async function waysToFolder(
  context: Pick<CommandContext, 'prepareOutput'>,
  place: string,
): Promise<readonly string[]> {
  const found = await context.prepareOutput(place).catch((error: unknown) => error);
  const fix = found instanceof AzbackupError ? (found.fields.fix ?? []) : [];
  return fix.length > 0 ? fix : ['name a folder: --out FOLDER'];
}
