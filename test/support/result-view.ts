// Documents as their commands show them on a terminal.
import { COMMANDS, type ResultDocument } from '../../src/commands/catalogue.js';
import type { FormatDocument } from '../../src/commands/command.js';
import { stripControls } from '../../src/output/text-width.js';
import type { View } from '../../src/output/view.js';

const VIEWS = new Map(
  await Promise.all(
    COMMANDS.map(async (command) => [command.kind, await command.loadView()] as const),
  ),
);

/** The lines of a document, from the view of the command whose kind it is. */
export function formatDocument(document: ResultDocument, view: View): readonly string[] {
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
