// `azbackup help formatting`.

import { commands, rows, text, type Topic } from './topic.js';

/** The topic. */
export const formatting: Topic = [
  text('Results go to stdout, progress, plans, warnings and errors to stderr.'),
  rows(
    '-o, --output',
    ['table', 'for people; the default'],
    ['json', 'one document, with the same keys in every run; errors as JSON, too'],
    ['jsonl', 'one line for each item as soon as it is finished, then the summary'],
    ['yaml', 'the document as YAML'],
    ['tsv', 'a row for each item, tabs between single values, no headers'],
    ['none', 'nothing'],
  ),
  text(
    '--query picks from the document with JMESPath, before it is formatted.',
    'Times are RFC 3339 in UTC, durations are numbers of seconds, ids are complete.',
  ),
  commands(
    [
      `azbackup status --vault rsv-prod --query "items[?outcome!='protected'].vm.name" -o tsv`,
      'names of VMs without protection',
    ],
    [
      'azbackup recovery-points list --vm VM001 --query "max_by(items, &time).name" -o tsv',
      'the newest recovery point',
    ],
  ),
  rows(
    '--progress',
    ['auto', 'live on a terminal, plain in a pipe'],
    ['live', 'lines that are drawn over'],
    ['plain', 'one line for each change'],
    ['jsonl', 'events as JSON, on stderr'],
    ['none', 'nothing'],
  ),
  text('--no-color or NO_COLOR turns colors off; a colour never carries a meaning by itself.'),
];
