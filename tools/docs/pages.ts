// Every page under docs/ that has generated parts.

import { format } from 'oxfmt';
import { architectureParts } from './architecture-parts.js';
import { checkParts } from './check-parts.js';
import { ciParts } from './ci-parts.js';
import { commandParts } from './command-parts.js';
import { configurationParts } from './configuration-parts.js';
import { errorCodeParts } from './error-code-parts.js';
import { exitCodeParts } from './exit-code-parts.js';
import { fillParts, type Parts } from './generated-parts.js';
import { jsonOutputParts } from './json-output-parts.js';
import { sandboxParts } from './sandbox-parts.js';

/** The generated parts of each page, by its file name in docs/. */
export const PAGES: Readonly<Record<string, Parts>> = {
  'architecture.md': architectureParts,
  'checks.md': checkParts,
  'ci.md': ciParts,
  'commands.md': commandParts,
  'configuration.md': configurationParts,
  'error-codes.md': errorCodeParts,
  'exit-codes.md': exitCodeParts,
  'json-output.md': jsonOutputParts,
  'sandbox.md': sandboxParts,
};

/**
 * The text that a page should have, formatted as `npm run format` would.
 * @throws Error where it is no Markdown
 */
export async function renderPage(name: string, written: string): Promise<string> {
  const filled = await fillParts(written, PAGES[name] ?? {});
  const { code, errors } = await format(name, filled, { printWidth: 100, singleQuote: true });
  if (errors.length > 0) {
    throw new Error(`${name}: ${errors.map(({ message }) => message).join('; ')}`);
  }
  return code;
}
