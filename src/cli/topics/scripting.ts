// `azbackup help scripting`.

import { commands, rows, text, type Topic } from './topic.js';

/** The topic. */
export const scripting: Topic = [
  text(
    'Test the exit code, and read JSON. Keys, codes and exit codes are stable within a major version;',
    'messages are not.',
  ),
  rows(
    'Options for scripts',
    ['-o json', 'one document on stdout; errors as one JSON object on stderr'],
    ['--no-input', 'fail with 2 in place of a question'],
    ['-y, --yes', 'yes to every question, except before recovery points are lost'],
    ['CI=true', 'no question before restore and grant-access, which never ask in a pipe'],
    ['--dry-run --detailed-exitcode', '11 if something would change, 0 if not'],
    ['--no-wait', 'return once Azure has accepted the request'],
    ['--timeout 2h', 'stop waiting after that; exit 8, and Azure continues'],
    ['-q', 'no progress and no hints'],
  ),
  commands(
    ['azbackup enable --vm VM001 --grant -o json --no-input', 'the same result if run again'],
    ['azbackup backup-now --vm VM001 --no-wait -o json', 'starts a backup'],
    ['azbackup jobs watch --vm VM001 --timeout 6h', 'waits for it; exits with its result'],
    ['azbackup explain - < error.json', 'explains every code in a log'],
  ),
  text(
    'A command that was interrupted can be run again: it takes up what is under way.',
    'Several VMs: --vm can be repeated, and each has its own outcome in items.',
  ),
];
