// Exits of the commands on restore drills.

import { memoryFiles, type RunOptions } from '../../support/run-cli.js';
import { aDrill } from '../../unit/commands/drill/samples.js';
import { seesNothing, soonInterrupted, SUBSCRIPTION, unavailable, type Row } from './exit-row.js';

/** A recorded drill, and a file that is none. */
function recordsWith(...texts: readonly string[]): RunOptions {
  const drillFiles = memoryFiles();
  for (const [at, text] of texts.entries()) {
    void drillFiles.write(`drill-${at}.json`, text);
  }
  return { drillFiles };
}

const atOnce: RunOptions = { signalAfter: { requests: 1, signal: 'SIGINT' } };

const RECORD = JSON.stringify({ schemaVersion: 1, drill: aDrill({ cleanup: 'pending' }) });

/** Exits of the commands on restore drills. */
export const DRILLS: readonly Row[] = [
  { command: 'drill run', exit: 'done', argv: '--vm VM014' },
  { command: 'drill run', exit: 'usage', argv: '--vm VM014 --check looks-good' },
  { command: 'drill run', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'drill run',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'drill run',
    exit: 'blocked',
    argv: '--vm VM005',
    change: (world) => {
      Object.assign(world, { quotas: { japaneast: { cores: 1 } } });
    },
  },
  {
    command: 'drill run',
    exit: 'partial',
    argv: '--vm VM014',
    options: unavailable('PUT **/networkSecurityGroups/*'),
  },
  { command: 'drill run', exit: 'unavailable', argv: '--vm VM005', options: unavailable('GET **') },
  {
    command: 'drill run',
    exit: 'azure-failed',
    argv: '--vm VM014',
    options: {
      faults: [{ match: 'GET **/recoveryPoints', then: { kind: 'status', status: 400 } }],
    },
  },
  { command: 'drill run', exit: 'unmet', argv: '--vm VM014 --rto 1m' },
  { command: 'drill run', exit: 'interrupted', argv: '--vm VM005', options: soonInterrupted },

  { command: 'drill list', exit: 'done', argv: '' },
  { command: 'drill list', exit: 'usage', argv: '--limit none' },
  { command: 'drill list', exit: 'partial', argv: '', options: recordsWith(RECORD, '{') },

  { command: 'drill show', exit: 'done', argv: 'drill-0', options: recordsWith(RECORD) },
  { command: 'drill show', exit: 'usage', argv: '../drill' },
  { command: 'drill show', exit: 'not-found', argv: 'drill-0' },

  { command: 'drill report', exit: 'done', argv: '' },
  { command: 'drill report', exit: 'usage', argv: 'no-such-file' },
  { command: 'drill report', exit: 'partial', argv: '', options: recordsWith(RECORD, '{') },

  { command: 'drill clean', exit: 'done', argv: '--expired' },
  { command: 'drill clean', exit: 'usage', argv: '' },
  { command: 'drill clean', exit: 'not-found', argv: '20261123-00000000' },
  {
    command: 'drill clean',
    exit: 'not-allowed',
    argv: '--expired',
    options: {
      faults: [
        {
          match: 'GET **/resourcegroups*',
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ],
    },
  },
  {
    command: 'drill clean',
    exit: 'partial',
    argv: 'drill-0',
    options: { ...recordsWith(RECORD), ...unavailable('GET **/resourcegroups/*') },
  },
  {
    command: 'drill clean',
    exit: 'unavailable',
    argv: '--expired',
    options: unavailable('GET **/resourcegroups*'),
  },
  { command: 'drill clean', exit: 'interrupted', argv: '--expired', options: atOnce },
];
