// Exits of the commands that look, and of those on keys and policies.

import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import { deletedLater } from '../support/accepted-deletion.js';
import { recoveryVaultId } from '../support/contoso.js';
import { allowOperator, deleteSoftly } from '../support/key-world.js';
import {
  type Row,
  unavailable,
  seesNothing,
  MACHINES,
  SUBSCRIPTION,
  interrupted,
  terminated,
} from './exit-row.js';

/** Points that hold the copies themselves. */
const copied: Row['change'] = (world) => {
  world.pointKeys = 'copies';
};

/** Exits of the commands that look, and of those on keys and policies. */
export const LOOKING: readonly Row[] = [
  { command: 'doctor', exit: 'done', argv: '--category sign-in' },
  { command: 'doctor', exit: 'usage', argv: '--category weather' },
  {
    command: 'doctor',
    exit: 'blocked',
    argv: `--category azure ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'preflight', exit: 'done', argv: '--vm VM003' },
  { command: 'preflight', exit: 'usage', argv: '' },
  { command: 'preflight', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'preflight',
    exit: 'not-allowed',
    argv: `--vm VM003 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'preflight', exit: 'blocked', argv: '--vm VM001' },
  {
    command: 'preflight',
    exit: 'partial',
    argv: '--vm VM003 --vm VM001',
    options: unavailable('GET **/virtualMachines/VM003'),
  },
  { command: 'preflight', exit: 'unavailable', argv: '--vm VM003', options: unavailable(MACHINES) },
  { command: 'preflight', exit: 'interrupted', argv: '--vm VM003', options: interrupted },
  { command: 'preflight', exit: 'terminated', argv: '--vm VM003', options: terminated },

  { command: 'status', exit: 'done', argv: '--vm VM005' },
  { command: 'status', exit: 'usage', argv: '' },
  { command: 'status', exit: 'not-found', argv: '--vault rsv-none' },
  {
    command: 'status',
    exit: 'not-allowed',
    argv: `--vm VM003 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'status', exit: 'partial', argv: '--vm VM005 --max-age 1h' },
  { command: 'status', exit: 'unavailable', argv: '--vm VM005', options: unavailable(MACHINES) },
  { command: 'status', exit: 'interrupted', argv: '--vm VM005', options: interrupted },

  { command: 'metrics', exit: 'done', argv: '--vm VM016' },
  { command: 'metrics', exit: 'usage', argv: '' },
  { command: 'metrics', exit: 'not-found', argv: '--vault rsv-none' },
  {
    command: 'metrics',
    exit: 'not-allowed',
    argv: `--vm VM003 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'metrics',
    exit: 'partial',
    argv: '--vm VM003 --vm VM005',
    options: unavailable('GET **/virtualMachines/VM003'),
  },
  { command: 'metrics', exit: 'unavailable', argv: '--vm VM005', options: unavailable(MACHINES) },

  { command: 'recovery-points list', exit: 'done', argv: '--vm VM005' },
  { command: 'recovery-points list', exit: 'usage', argv: '' },
  { command: 'recovery-points list', exit: 'not-found', argv: '--vm VM001' },
  {
    command: 'recovery-points list',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'recovery-points list',
    exit: 'partial',
    argv: '--vm VM005 --vm VM014',
    options: unavailable('GET **vm005/recoveryPoints'),
  },
  {
    command: 'recovery-points list',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable('GET **/recoveryPoints'),
  },
  {
    command: 'recovery-points list',
    exit: 'interrupted',
    argv: '--vm VM005',
    options: { signalAfter: { requests: 3, signal: 'SIGINT' } },
  },

  { command: 'recovery-points show', exit: 'done', argv: 'latest --vm VM005' },
  { command: 'recovery-points show', exit: 'usage', argv: 'latest' },
  { command: 'recovery-points show', exit: 'not-found', argv: '1 --vm VM005' },
  {
    command: 'recovery-points show',
    exit: 'not-allowed',
    argv: `latest --vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'recovery-points show',
    exit: 'unavailable',
    argv: 'latest --vm VM005',
    options: unavailable('GET **/recoveryPoints/*'),
  },

  { command: 'audit-keys', exit: 'done', argv: '--vm VM005' },
  { command: 'audit-keys', exit: 'usage', argv: '--vm VM005 --fail-on never' },
  { command: 'audit-keys', exit: 'not-found', argv: '--vm VM001' },
  {
    command: 'audit-keys',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'audit-keys', exit: 'partial', argv: '--vm VM014' },
  {
    command: 'audit-keys',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable('GET **/recoveryPoints'),
  },

  { command: 'restore', exit: 'done', argv: '--vm VM005' },
  { command: 'restore', exit: 'usage', argv: '--vm VM005 --to vm' },
  { command: 'restore', exit: 'not-found', argv: '--vm VM005 --recovery-point 1' },
  {
    command: 'restore',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'restore', exit: 'blocked', argv: '--vm VM014 --keys never' },
  {
    command: 'restore',
    exit: 'partial',
    argv: '--vm VM014',
    options: {
      faults: [{ match: 'PUT **/secrets/*', then: { kind: 'status', status: 403 } }],
    },
  },
  {
    command: 'restore',
    exit: 'azure-failed',
    argv: '--vm VM014 --to vm --name N --vnet vnet-prod --keys never --ignore keys',
  },
  { command: 'restore', exit: 'still-running', argv: '--vm VM005 --timeout 20s' },
  {
    command: 'restore',
    exit: 'warnings',
    argv: '--vm VM005',
    options: {
      faults: [{ match: 'job Restore *', then: { kind: 'job', outcome: 'CompletedWithWarnings' } }],
    },
  },
  {
    command: 'restore',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable('GET **/recoveryPoints'),
  },
  { command: 'restore', exit: 'changes-pending', argv: '--vm VM005 --dry-run --detailed-exitcode' },
  { command: 'restore', exit: 'interrupted', argv: '--vm VM005', options: interrupted },

  { command: 'restore-keys', exit: 'done', argv: '--vm VM014', change: copied },
  { command: 'restore-keys', exit: 'usage', argv: '--recovery-point latest' },
  { command: 'restore-keys', exit: 'not-found', argv: '--vm VM014 --recovery-point 1' },
  {
    command: 'restore-keys',
    exit: 'not-allowed',
    argv: '--vm VM014 --key-vault kv-prod-app',
    change: copied,
  },
  { command: 'restore-keys', exit: 'blocked', argv: '--vm VM014' },
  { command: 'restore-keys', exit: 'blocked', argv: '--vm VM010' },
  {
    command: 'restore-keys',
    exit: 'partial',
    argv: '--vm VM014',
    change: copied,
    options: {
      faults: [{ match: 'PUT **/secrets/*', then: { kind: 'status', status: 403 } }],
    },
  },
  {
    command: 'restore-keys',
    exit: 'azure-failed',
    argv: '--vm VM014',
    change: copied,
    options: {
      faults: [{ match: 'POST **/keys/restore', then: { kind: 'status', status: 400 } }],
    },
  },
  {
    command: 'restore-keys',
    exit: 'still-running',
    argv: '--vm VM005',
    options: {
      faults: [{ match: 'GET **/keys/kek-vm005/**', then: { kind: 'status', status: 404 } }],
    },
    change: (world) => {
      deleteSoftly(world, 'kv-prod-app');
      allowOperator(world, 'kv-prod-app', { keys: ['recover'], secrets: ['recover'] });
    },
  },
  {
    command: 'restore-keys',
    exit: 'unavailable',
    argv: '--vm VM014',
    options: unavailable('GET **/recoveryPoints/*'),
  },
  {
    command: 'restore-keys',
    exit: 'changes-pending',
    argv: '--vm VM014 --dry-run --detailed-exitcode',
    change: copied,
  },
  { command: 'restore-keys', exit: 'interrupted', argv: '--vm VM014', options: interrupted },

  ...['list', 'show DefaultPolicy', 'diff DefaultPolicy EnhancedPolicy'].flatMap((words): Row[] => {
    const [verb = '', ...names] = words.split(' ');
    const command = `policy ${verb}`;
    const at = (place: string): string => [...names, place].join(' ');
    return [
      { command, exit: 'done', argv: at('--vault rsv-prod') },
      { command, exit: 'usage', argv: at('--vault rsv-prod --weekly') },
      { command, exit: 'not-found', argv: at('--vault rsv-none') },
      {
        command,
        exit: 'not-allowed',
        argv: at(`--vault rsv-prod ${SUBSCRIPTION}`),
        change: seesNothing,
      },
      {
        command,
        exit: 'unavailable',
        argv: at('--vault rsv-prod'),
        options: unavailable('GET **/backupPolicies**'),
      },
      {
        command,
        exit: 'interrupted',
        argv: at('--vault rsv-prod'),
        options: { signalAfter: { requests: 3, signal: 'SIGINT' } },
      },
    ];
  }),
  {
    command: 'policy diff',
    exit: 'changes-pending',
    argv: 'DefaultPolicy EnhancedPolicy --vault rsv-prod --detailed-exitcode',
  },
  ...(
    [
      ['policy create', 'nightly --daily 02:00 --vault', 'PUT'],
      ['policy update', 'DefaultPolicy --daily 02:00 --vault', 'PUT'],
      ['policy delete', 'DefaultPolicy --yes --vault', 'DELETE'],
    ] as const
  ).flatMap(([command, words, method]): Row[] => [
    { command, exit: 'done', argv: `${words} rsv-prod` },
    { command, exit: 'usage', argv: `${words} rsv-prod --detailed-exitcode` },
    { command, exit: 'not-found', argv: `${words} rsv-none` },
    {
      command,
      exit: 'not-allowed',
      argv: `${words} rsv-prod ${SUBSCRIPTION}`,
      change: seesNothing,
    },
    {
      command,
      exit: 'azure-failed',
      argv: `${words} rsv-prod`,
      options: {
        faults: [
          {
            match: `${method} **/backupPolicies/*`,
            then: { kind: 'status', status: 400, code: 'BMSUserErrorInvalidPolicyInput' },
          },
        ],
      },
    },
    {
      command,
      exit: 'partial',
      argv: `${words} rsv-prod`,
      // Read once before the change, and once after it.
      options: {
        faults: [
          {
            match: 'GET **/backupPolicies/*',
            nth: 2,
            then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
          },
        ],
      },
    },
    {
      command,
      exit: 'unavailable',
      argv: `${words} rsv-prod`,
      options: unavailable('GET **/backupPolicies**'),
    },
    {
      command,
      exit: 'changes-pending',
      argv: `${words} rsv-prod --dry-run --detailed-exitcode`,
    },
    {
      command,
      exit: 'interrupted',
      argv: `${words} rsv-prod`,
      options: { signalAfter: { requests: 3, signal: 'SIGINT' } },
    },
  ]),
  {
    command: 'policy create',
    exit: 'blocked',
    argv: 'nightly --daily 02:00 --vault rsv-prod',
    change: (world) => {
      const policies = findBackupVault(world, recoveryVaultId('rsv-prod'))?.policies ?? {};
      const pattern = Object.values(policies).find(({ name }) => name === 'DefaultPolicy');
      const names = Array.from({ length: 200 }, (_, index) => `p${index}`);
      Object.assign(
        policies,
        Object.fromEntries(names.map((name) => [name, { ...pattern, name }])),
      );
    },
  },
  {
    command: 'policy update',
    exit: 'blocked',
    argv: 'DefaultPolicy --daily 02:00 --vault rsv-prod',
    change: (world) => {
      const policy = findBackupVault(world, recoveryVaultId('rsv-prod'))?.policies['defaultpolicy'];
      Object.assign(policy?.properties ?? {}, { newerThanThis: true });
    },
  },
  {
    command: 'policy delete',
    exit: 'blocked',
    argv: 'daily-90-days --yes --vault rsv-prod',
  },
  {
    command: 'policy update',
    exit: 'still-running',
    argv: 'daily-90-days --daily 20:00 --yes --vault rsv-prod --timeout 5s',
  },
  {
    command: 'policy delete',
    exit: 'still-running',
    argv: 'DefaultPolicy --yes --vault rsv-prod --timeout 5s',
    options: { around: deletedLater() },
  },
];
