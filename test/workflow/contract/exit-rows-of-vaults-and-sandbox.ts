// Exits of the commands on vaults and on the sandbox.

import { filesWithRun, RUN_ID } from '../../support/run-files.js';
import path from 'node:path';
import {
  type Row,
  unavailable,
  seesNothing,
  SUBSCRIPTION,
  VAULTS,
  NEW_VAULT,
  soonInterrupted,
} from './exit-row.js';

/** Recordings that agree with the sandbox, and do not. */
const SAMPLES = path.resolve('test/support/sample-recording');

/** What a cloud says of itself. */
const METADATA = 'GET **/metadata/endpoints';
const OWN_WORDS = '--from-metadata https://management.azure.com';

/** Exits of the commands on vaults and on the sandbox. */
export const VAULTS_AND_SANDBOX: readonly Row[] = [
  { command: 'vault list', exit: 'done', argv: '' },
  { command: 'vault list', exit: 'not-found', argv: '--subscription nowhere' },
  { command: 'vault list', exit: 'not-allowed', argv: SUBSCRIPTION, change: seesNothing },
  {
    command: 'vault list',
    exit: 'partial',
    argv: '',
    options: unavailable('GET **/rsv-prod/backupProtectedItems'),
  },
  { command: 'vault list', exit: 'unavailable', argv: '', options: unavailable(VAULTS) },
  { command: 'vault show', exit: 'done', argv: 'rsv-prod' },
  { command: 'vault show', exit: 'usage', argv: '' },
  { command: 'vault show', exit: 'not-found', argv: 'rsv-none' },
  {
    command: 'vault show',
    exit: 'not-allowed',
    argv: `rsv-prod ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'vault show',
    exit: 'partial',
    argv: 'rsv-prod',
    options: unavailable('GET **/backupResourceGuardProxies'),
  },
  { command: 'vault show', exit: 'unavailable', argv: 'rsv-prod', options: unavailable(VAULTS) },
  { command: 'vault create', exit: 'done', argv: NEW_VAULT },
  { command: 'vault create', exit: 'usage', argv: 'rsv-new' },
  { command: 'vault create', exit: 'not-found', argv: 'rsv-new -g rg-none' },
  {
    command: 'vault create',
    exit: 'not-allowed',
    argv: `${NEW_VAULT} ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'vault create', exit: 'blocked', argv: 'rsv-prod --redundancy lrs' },
  {
    command: 'vault create',
    exit: 'partial',
    argv: `${NEW_VAULT} --soft-delete-days 30`,
    options: {
      faults: [
        { match: 'PATCH **/backupconfig/vaultconfig', then: { kind: 'status', status: 403 } },
      ],
    },
  },
  {
    command: 'vault create',
    exit: 'azure-failed',
    argv: NEW_VAULT,
    options: {
      faults: [{ match: 'PUT **/vaults/rsv-new', then: { kind: 'status', status: 400 } }],
    },
  },
  { command: 'vault create', exit: 'still-running', argv: `${NEW_VAULT} --timeout 10s` },
  { command: 'vault create', exit: 'unavailable', argv: NEW_VAULT, options: unavailable(VAULTS) },
  {
    command: 'vault create',
    exit: 'changes-pending',
    argv: `${NEW_VAULT} --dry-run --detailed-exitcode`,
  },
  { command: 'vault create', exit: 'interrupted', argv: NEW_VAULT, options: soonInterrupted },

  { command: 'explain', exit: 'done', argv: 'ScopeLocked' },
  { command: 'explain', exit: 'not-found', argv: 'ScopeLokced' },
  { command: 'explain', exit: 'partial', argv: 'ScopeLocked ScopeLokced' },
  { command: 'explain', exit: 'usage', argv: '' },

  { command: 'completion', exit: 'done', argv: 'bash' },
  { command: 'completion', exit: 'usage', argv: 'csh' },
  { command: 'login', exit: 'done', argv: '' },
  { command: 'version', exit: 'done', argv: '' },
  // Its client goes away at once; signals are seen in test/e2e/mcp.test.ts.
  { command: 'mcp', exit: 'done', argv: '' },
  { command: 'mcp', exit: 'usage', argv: '--allow-changes=yes' },
  { command: 'cloud list', exit: 'done', argv: '' },
  { command: 'cloud show', exit: 'done', argv: 'AzureGermanyCloud' },
  { command: 'cloud show', exit: 'usage', argv: 'NoSuchCloud' },
  {
    command: 'cloud show',
    exit: 'azure-failed',
    argv: OWN_WORDS,
    options: { faults: [{ match: METADATA, then: { kind: 'status', status: 400 } }] },
  },
  {
    command: 'cloud show',
    exit: 'not-found',
    argv: OWN_WORDS,
    options: { faults: [{ match: METADATA, then: { kind: 'status', status: 404 } }] },
  },
  { command: 'cloud show', exit: 'unavailable', argv: OWN_WORDS, options: unavailable(METADATA) },
  {
    command: 'cloud show',
    exit: 'interrupted',
    argv: OWN_WORDS,
    options: { signalAfter: { requests: 1, signal: 'SIGINT' } },
  },
  { command: 'runs list', exit: 'done', argv: '' },
  { command: 'runs list', exit: 'usage', argv: '--nonsense' },
  { command: 'runs show', exit: 'done', argv: RUN_ID, options: { runFiles: filesWithRun() } },
  { command: 'runs show', exit: 'not-found', argv: RUN_ID },
  { command: 'runs prune', exit: 'done', argv: '--dry-run' },
  { command: 'runs prune', exit: 'usage', argv: '--older-than soon' },

  { command: 'sandbox show', exit: 'done', argv: '' },
  { command: 'sandbox reset', exit: 'done', argv: '' },
  { command: 'sandbox reset', exit: 'usage', argv: '--world moon' },
  { command: 'sandbox verify', exit: 'done', argv: 'agrees', options: { cwd: SAMPLES } },
  { command: 'sandbox verify', exit: 'blocked', argv: 'differs', options: { cwd: SAMPLES } },
  { command: 'sandbox verify', exit: 'usage', argv: 'nowhere', options: { cwd: SAMPLES } },
  { command: 'sandbox env', exit: 'done', argv: '--shell fish' },
  { command: 'sandbox env', exit: 'usage', argv: '--shell csh' },
  { command: 'sandbox clock show', exit: 'done', argv: '' },
  { command: 'sandbox clock advance', exit: 'done', argv: '41m' },
  { command: 'sandbox clock advance', exit: 'usage', argv: 'later' },
  { command: 'sandbox clock speed', exit: 'done', argv: '60' },
  { command: 'sandbox clock freeze', exit: 'done', argv: '' },
  {
    command: 'sandbox fault add',
    exit: 'done',
    argv: ['--match', 'GET **/subscriptions', '--then', '503'],
  },
  {
    command: 'sandbox fault add',
    exit: 'usage',
    argv: ['--match', 'GET **/subscriptions', '--then', '99'],
  },
  { command: 'sandbox fault list', exit: 'done', argv: '' },
  { command: 'sandbox fault clear', exit: 'done', argv: '' },
];
