// Documents as their commands show them on a terminal.
import type { z } from 'zod';
import { COMMANDS, type ResultDocument } from '../../src/commands/catalogue.js';
import type { FormatDocument } from '../../src/commands/command.js';
import { stripControls } from '../../src/output/text-width.js';
import type { Renderable } from '../../src/output/render.js';
import type { View } from '../../src/output/view.js';
import { documentSchemas, type DocumentKind } from '../../tools/docs/document-schemas.js';

const VIEWS = new Map(
  await Promise.all(
    COMMANDS.map(async (command) => [command.kind, await command.loadView()] as const),
  ),
);

const SCHEMAS = await documentSchemas();

/** The schema of a kind of document. */
export function schemaOf(kind: DocumentKind): z.ZodType {
  const schema = SCHEMAS.get(kind);
  if (schema === undefined) {
    throw new Error(`no command writes ${kind}`);
  }
  return schema;
}

/** A document as a command hands it over. */
export function renderableOf(document: ResultDocument): Renderable {
  return {
    document,
    format: (view) => Promise.resolve(formatDocument(document, view)),
    loadSchema: () => Promise.resolve(schemaOf(document.kind)),
  };
}

/** The lines of a document, from the view of the command whose kind it is. */
function formatDocument(document: ResultDocument, view: View): readonly string[] {
  // The view under a kind takes documents of that kind; the compiler cannot relate the two.
  const format = VIEWS.get(document.kind) as FormatDocument<ResultDocument> | undefined;
  if (format === undefined) {
    throw new Error(`no command shows ${document.kind}`);
  }
  return format(document, view);
}

/** The text of a document, as `-o table` has it. */
export function formatResultView(document: ResultDocument, view: View): string {
  return stripControls(`${formatDocument(document, view).join('\n')}\n`);
}
