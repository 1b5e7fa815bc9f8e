// Writes the result of a gate in the forms that other programs read, each loaded only where it is asked for.

import type { CommandContext } from '../../context.js';
import type { ReportRequest } from '../report-formats.js';
import type { GateDocument } from '../result.js';

/**
 * Writes the files.
 * @returns the text for stdout, where one was asked for there
 * @throws AzbackupError `AZB_FILE_UNWRITABLE` (2)
 */
export async function writeReports(
  context: Pick<CommandContext, 'installation' | 'writeOutput'>,
  document: GateDocument,
  requests: readonly ReportRequest[],
): Promise<string | undefined> {
  let forStdout: string | undefined;
  for (const { format, file } of requests) {
    const text = await rendered(document, format, context.installation.version);
    if (file === '-') {
      forStdout = text;
    } else {
      await context.writeOutput(file, text);
    }
  }
  return forStdout;
}

async function rendered(
  document: GateDocument,
  format: ReportRequest['format'],
  version: string,
): Promise<string> {
  switch (format) {
    case 'junit':
      return (await import('./junit.js')).formatJunit(document);
    case 'sarif':
      return (await import('./sarif.js')).formatSarif(document, { version });
    case 'markdown':
      return (await import('./markdown.js')).formatMarkdown(document);
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`;
  }
}
