// What a call may hold, whichever tool it is for: as much as a person could have typed, and nothing that would make its
// words look like azbackup's own where a person reads them.

import { usageError } from '../../errors/azbackup-error.js';
import { visible } from './answer.js';

/** Room for several hundred resource ids. What is longer would come back in the answer. */
const MAX_CHARACTERS = 100_000;
/** As much of a refused text as is shown. */
const SHOWN_CHARACTERS = 80;

/**
 * Lets values pass that a command line could hold in one line.
 * @throws AzbackupError `AZB_USAGE` (2)
 */
export function requirePlainValues(values: Readonly<Record<string, unknown>>): void {
  const size = JSON.stringify(values).length;
  if (size > MAX_CHARACTERS) {
    throw usageError('AZB_USAGE', `the arguments have ${size} characters`, {
      causes: [`${MAX_CHARACTERS} are allowed`],
      fix: ['name fewer at once'],
    });
  }
  const hiding = textsOf(values).find((text) => visible(text) !== text || /[\t\n\r]/u.test(text));
  if (hiding !== undefined) {
    throw usageError('AZB_USAGE', `not in one line, or with hidden characters: ${start(hiding)}`, {
      causes: [
        'no name in Azure has line ends, tabs, control characters or characters of no width',
      ],
      fix: ['give names, ids and values as status shows them'],
    });
  }
}

function start(text: string): string {
  return `'${visible(text).replaceAll(/\s+/gu, ' ').slice(0, SHOWN_CHARACTERS)}'`;
}

/** Every text in a value, keys among them. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)])
    : [];
}
