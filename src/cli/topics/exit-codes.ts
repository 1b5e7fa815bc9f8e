// `azbackup help exit-codes`.

import { EXIT_CODES, EXIT_MEANINGS } from '../../errors/exit-code.js';
import { commands, rows, text, type Topic } from './topic.js';

const MEANINGS = new Map<string, string>(Object.entries(EXIT_MEANINGS));

/** The topic. */
export const exitCodes: Topic = [
  rows(
    'Exit codes',
    ...Object.entries(EXIT_CODES).map(
      ([kind, code]) => [String(code), MEANINGS.get(kind) ?? kind] as const,
    ),
  ),
  text(
    '0 means that the requested state was read back and compared.',
    'With --no-wait it only means that Azure accepted the request.',
    '2, 3 and 5 mean that nothing was changed.',
    '8 means that Azure continues; the command that watches it is printed.',
    'A command on several VMs exits with their common code, or with 6.',
    'New codes can be added: treat unknown ones as failures.',
  ),
  commands(['azbackup explain 6', 'explains a code']),
];
