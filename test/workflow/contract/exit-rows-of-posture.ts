// Exits of the commands on posture: retirement, gate and report.

import path from 'node:path';
import { type Row, unavailable, seesNothing, MACHINES, SUBSCRIPTION } from './exit-row.js';

const REPORTS = path.resolve('test/workflow/report');

/** A gate file for some machines. */
const gateOf = (select: string): string =>
  `version: 1\nblocks:\n  - name: all\n    select: { ${select} }\n    rules: { protected: true }\n`;

/** Exits of the commands on posture. */
export const POSTURE: readonly Row[] = [
  { command: 'retirement inventory', exit: 'done', argv: '--vm VM005' },
  { command: 'retirement inventory', exit: 'usage', argv: '--all --deadline tomorrow' },
  { command: 'retirement inventory', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'retirement inventory',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'retirement inventory',
    exit: 'partial',
    argv: '--vm VM005 --vm VM014',
    options: unavailable('GET **vm005/recoveryPoints'),
  },
  {
    command: 'retirement inventory',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable(MACHINES),
  },

  { command: 'retirement points', exit: 'done', argv: '--vm VM005' },
  { command: 'retirement points', exit: 'usage', argv: '--all --after tomorrow' },
  { command: 'retirement points', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'retirement points',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'retirement points',
    exit: 'partial',
    argv: '--vm VM005 --vm VM014',
    options: unavailable('GET **vm005/recoveryPoints'),
  },
  {
    command: 'retirement points',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable(MACHINES),
  },

  { command: 'retirement keys', exit: 'done', argv: '--vm VM005' },
  { command: 'retirement keys', exit: 'usage', argv: '' },
  { command: 'retirement keys', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'retirement keys',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'retirement keys',
    exit: 'partial',
    argv: '--vm VM005 --vm VM014',
    options: unavailable('GET **vm005/recoveryPoints'),
  },
  {
    command: 'retirement keys',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable(MACHINES),
  },

  { command: 'retirement plan', exit: 'done', argv: '--vm VM005' },
  { command: 'retirement plan', exit: 'usage', argv: '--all --deadline tomorrow' },
  { command: 'retirement plan', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'retirement plan',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'retirement plan',
    exit: 'partial',
    argv: '--vm VM005 --vm VM014',
    options: unavailable('GET **vm005/recoveryPoints'),
  },
  {
    command: 'retirement plan',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable(MACHINES),
  },
  { command: 'gate', exit: 'done', argv: '-f -', options: { stdin: gateOf('vm: VM005') } },
  { command: 'gate', exit: 'usage', argv: '-f -', options: { stdin: 'version: 2' } },
  { command: 'gate', exit: 'not-found', argv: '-f -', options: { stdin: gateOf('vm: VM099') } },
  {
    command: 'gate',
    exit: 'not-allowed',
    argv: `-f - ${SUBSCRIPTION}`,
    options: { stdin: gateOf('vm: VM005') },
    change: seesNothing,
  },
  {
    command: 'gate',
    exit: 'partial',
    argv: '-f -',
    options: { stdin: gateOf('vm: VM005'), ...unavailable('GET **/virtualMachines/VM005') },
  },
  {
    command: 'gate',
    exit: 'unavailable',
    argv: '-f -',
    options: { stdin: gateOf('vm: VM005'), ...unavailable(MACHINES) },
  },
  { command: 'gate', exit: 'unmet', argv: '-f -', options: { stdin: gateOf('vm: VM003') } },

  { command: 'report', exit: 'done', argv: '--vm VM005 -o json' },
  { command: 'report', exit: 'usage', argv: '--all --out no-such-folder/a.html' },
  { command: 'report', exit: 'not-found', argv: '--vm VM099 -o json' },
  {
    command: 'report',
    exit: 'not-allowed',
    argv: `--vm VM005 -o json ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'report',
    exit: 'partial',
    argv: '--vm VM005 --vm VM014 -o json',
    options: unavailable('GET **vm005/recoveryPoints'),
  },
  {
    command: 'report',
    exit: 'unavailable',
    argv: '--vm VM005 -o json',
    options: unavailable(MACHINES),
  },
  { command: 'report diff', exit: 'done', argv: `${REPORTS}/monday.json ${REPORTS}/tuesday.json` },
  { command: 'report diff', exit: 'usage', argv: `${REPORTS}/tuesday.json ${REPORTS}/monday.json` },

  { command: 'export policy', exit: 'done', argv: '' },
  { command: 'export policy', exit: 'usage', argv: '--tag backup=yes' },
  { command: 'export queries', exit: 'done', argv: 'unprotected' },
  { command: 'export queries', exit: 'usage', argv: 'no-such-query' },
  { command: 'export workbook', exit: 'done', argv: '' },
  { command: 'export workbook', exit: 'usage', argv: '--out no-such-folder' },
  { command: 'export dashboard', exit: 'done', argv: '' },
  { command: 'export dashboard', exit: 'usage', argv: '--out no-such-folder/a.json' },

  { command: 'gate init', exit: 'done', argv: '-f -' },
  { command: 'gate init', exit: 'usage', argv: '-f no-such-folder/a.yaml' },
  { command: 'gate init', exit: 'not-found', argv: '-f - --vault rsv-none' },
  {
    command: 'gate init',
    exit: 'not-allowed',
    argv: `-f - ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'gate init', exit: 'unavailable', argv: '-f -', options: unavailable(MACHINES) },
];
