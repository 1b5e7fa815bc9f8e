// Exits of the commands that protect machines and take backups.

import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { vmId } from '../support/contoso.js';
import {
  type Row,
  unavailable,
  mayNotGrant,
  seesNothing,
  MACHINES,
  SUBSCRIPTION,
  interrupted,
  terminated,
  onlyBackupFails,
  VAULTS,
  RESUME,
  refusesChanges,
  soonInterrupted,
  stopped,
  jobsEnd,
  SOME_JOB,
  OTHER_JOB,
  addJob,
} from './exit-row.js';

/** Exits of the commands that protect machines and take backups. */
export const PROTECTING: readonly Row[] = [
  { command: 'grant-access', exit: 'done', argv: '--vm VM001' },
  { command: 'grant-access', exit: 'usage', argv: '--vm VM001 --role none' },
  { command: 'grant-access', exit: 'not-found', argv: '--vm VM099' },
  { command: 'grant-access', exit: 'not-allowed', argv: '--vm VM001', change: mayNotGrant },
  {
    command: 'grant-access',
    exit: 'blocked',
    argv: '--vm VM001',
    change: (world) => {
      world.directory.principals = world.directory.principals.filter(
        ({ objectId }) => objectId !== objectIds.backupService,
      );
    },
  },
  { command: 'grant-access', exit: 'partial', argv: '--vm VM001', options: onlyBackupFails },
  {
    command: 'grant-access',
    exit: 'azure-failed',
    argv: '--vm VM001 --role administrator',
    options: onlyBackupFails,
  },
  {
    command: 'grant-access',
    exit: 'unavailable',
    argv: '--vm VM001',
    options: unavailable(MACHINES),
  },
  {
    command: 'grant-access',
    exit: 'changes-pending',
    argv: '--vm VM001 --dry-run --detailed-exitcode',
  },
  { command: 'grant-access', exit: 'interrupted', argv: '--vm VM001', options: interrupted },
  { command: 'grant-access', exit: 'terminated', argv: '--vm VM001', options: terminated },

  { command: 'enable', exit: 'done', argv: '--vm VM003' },
  { command: 'enable', exit: 'usage', argv: '--vm VM003 --no-wait --timeout 1m' },
  { command: 'enable', exit: 'not-found', argv: '--vm VM099' },
  { command: 'enable', exit: 'not-allowed', argv: '--vm VM001 --grant', change: mayNotGrant },
  { command: 'enable', exit: 'blocked', argv: '--vm VM001' },
  { command: 'enable', exit: 'partial', argv: '--vm VM003 --vm VM006' },
  { command: 'enable', exit: 'azure-failed', argv: '--vm VM010' },
  { command: 'enable', exit: 'still-running', argv: '--vm VM003 --timeout 5s' },
  { command: 'enable', exit: 'unavailable', argv: '--vm VM003', options: unavailable(MACHINES) },
  { command: 'enable', exit: 'changes-pending', argv: '--vm VM003 --dry-run --detailed-exitcode' },
  { command: 'enable', exit: 'interrupted', argv: '--vm VM003', options: interrupted },
  { command: 'enable', exit: 'terminated', argv: '--vm VM003', options: terminated },

  { command: 'backup-now', exit: 'done', argv: '--vm VM005' },
  { command: 'backup-now', exit: 'usage', argv: '--vm VM005 --retain 0d' },
  { command: 'backup-now', exit: 'not-found', argv: '--vm VM003' },
  {
    command: 'backup-now',
    exit: 'not-allowed',
    argv: `--vm VM005 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'backup-now', exit: 'blocked', argv: '--vm VM014' },
  { command: 'backup-now', exit: 'partial', argv: '--vm VM016 --vm VM005' },
  { command: 'backup-now', exit: 'azure-failed', argv: '--vm VM016 --skip-preflight' },
  { command: 'backup-now', exit: 'still-running', argv: '--vm VM005 --wait=1m' },
  {
    command: 'backup-now',
    exit: 'warnings',
    argv: '--vm VM005',
    options: jobsEnd('CompletedWithWarnings'),
  },
  {
    command: 'backup-now',
    exit: 'unavailable',
    argv: '--vm VM005',
    options: unavailable('POST **/backup'),
  },
  {
    command: 'backup-now',
    exit: 'changes-pending',
    argv: '--vm VM005 --dry-run --detailed-exitcode',
  },
  { command: 'backup-now', exit: 'interrupted', argv: '--vm VM005', options: interrupted },
  { command: 'backup-now', exit: 'terminated', argv: '--vm VM005', options: terminated },

  { command: 'jobs list', exit: 'done', argv: '--since 7d' },
  { command: 'jobs list', exit: 'usage', argv: '--since never' },
  { command: 'jobs list', exit: 'not-found', argv: '--vault rsv-none' },
  { command: 'jobs list', exit: 'not-allowed', argv: SUBSCRIPTION, change: seesNothing },
  {
    command: 'jobs list',
    exit: 'partial',
    argv: `--vm VM001 ${SUBSCRIPTION}`,
    options: unavailable('GET **/subscriptions'),
  },
  {
    command: 'jobs list',
    exit: 'unavailable',
    argv: [],
    options: unavailable('GET **/backupJobs'),
  },
  { command: 'jobs list', exit: 'interrupted', argv: [], options: soonInterrupted },

  ...['show', 'watch', 'cancel'].flatMap((verb): Row[] => {
    const command = `jobs ${verb}`;
    const argv = `${SOME_JOB} --vault rsv-prod`;
    return [
      { command, exit: 'usage', argv: 'VM005' },
      { command, exit: 'not-found', argv },
      { command, exit: 'not-allowed', argv: `${SOME_JOB} ${SUBSCRIPTION}`, change: seesNothing },
      { command, exit: 'unavailable', argv, options: unavailable('GET **/backupJobs/*') },
      { command, exit: 'interrupted', argv, options: soonInterrupted },
      {
        command,
        exit: 'done',
        argv,
        change: (world) => addJob(world, verb === 'cancel' ? 'Cancelled' : 'Completed'),
      },
    ];
  }),
  {
    command: 'jobs watch',
    exit: 'azure-failed',
    argv: SOME_JOB,
    change: (world) => addJob(world, 'Failed'),
  },
  {
    command: 'jobs watch',
    exit: 'warnings',
    argv: SOME_JOB,
    change: (world) => addJob(world, 'CompletedWithWarnings'),
  },
  {
    command: 'jobs watch',
    exit: 'still-running',
    argv: `${SOME_JOB} --timeout 1m`,
    change: (world) => addJob(world, 'Completed', 3600),
  },
  {
    command: 'jobs watch',
    exit: 'partial',
    argv: `${SOME_JOB} ${OTHER_JOB}`,
    change: (world) => {
      addJob(world, 'Completed');
      addJob(world, 'Failed', 0, OTHER_JOB);
    },
  },
  {
    command: 'jobs cancel',
    exit: 'azure-failed',
    argv: SOME_JOB,
    change: (world) => addJob(world, 'Completed'),
  },
  {
    command: 'jobs cancel',
    exit: 'still-running',
    argv: `${SOME_JOB} --timeout 20s`,
    change: (world) => addJob(world, 'Completed', 3600),
  },
  {
    command: 'jobs cancel',
    exit: 'partial',
    argv: SOME_JOB,
    change: (world) => addJob(world, 'Completed', 3600),
    options: {
      faults: [
        {
          match: 'GET **/backupJobs/*',
          nth: 3,
          times: 99,
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ],
    },
  },
  {
    command: 'jobs cancel',
    exit: 'changes-pending',
    argv: `${SOME_JOB} --dry-run --detailed-exitcode`,
    change: (world) => addJob(world, 'Completed', 3600),
  },

  { command: 'disable', exit: 'done', argv: '--vm VM010' },
  { command: 'disable', exit: 'usage', argv: '--vm VM010 --delete-data' },
  { command: 'disable', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'disable',
    exit: 'not-allowed',
    argv: `--vm VM010 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'disable', exit: 'blocked', argv: '--vm VM011' },
  { command: 'disable', exit: 'partial', argv: '--vm VM010 --vm VM011' },
  { command: 'disable', exit: 'azure-failed', argv: '--vm VM010', options: refusesChanges },
  { command: 'disable', exit: 'still-running', argv: '--vm VM010 --timeout 5s' },
  { command: 'disable', exit: 'unavailable', argv: '--vm VM010', options: unavailable(VAULTS) },
  {
    command: 'disable',
    exit: 'changes-pending',
    argv: '--vm VM010 --dry-run --detailed-exitcode',
  },
  { command: 'disable', exit: 'interrupted', argv: '--vm VM010', options: interrupted },

  { command: 'resume', exit: 'done', argv: RESUME, change: stopped },
  { command: 'resume', exit: 'usage', argv: '--vm VM010', change: stopped },
  { command: 'resume', exit: 'not-found', argv: '--vm VM010 --policy none', change: stopped },
  {
    command: 'resume',
    exit: 'not-allowed',
    argv: `${RESUME} ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  { command: 'resume', exit: 'blocked', argv: '--vm VM011 --policy DefaultPolicy' },
  { command: 'resume', exit: 'partial', argv: `${RESUME} --vm VM011`, change: stopped },
  {
    command: 'resume',
    exit: 'azure-failed',
    argv: RESUME,
    change: stopped,
    options: refusesChanges,
  },
  { command: 'resume', exit: 'still-running', argv: `${RESUME} --timeout 5s`, change: stopped },
  { command: 'resume', exit: 'unavailable', argv: RESUME, options: unavailable(VAULTS) },
  {
    command: 'resume',
    exit: 'changes-pending',
    argv: `${RESUME} --dry-run --detailed-exitcode`,
    change: stopped,
  },
  { command: 'resume', exit: 'interrupted', argv: RESUME, options: interrupted },

  { command: 'undelete', exit: 'done', argv: '--vm VM011' },
  { command: 'undelete', exit: 'usage', argv: '--vm VM011 --policy DefaultPolicy' },
  { command: 'undelete', exit: 'not-found', argv: '--vm VM099' },
  {
    command: 'undelete',
    exit: 'not-allowed',
    argv: `--vm VM011 ${SUBSCRIPTION}`,
    change: seesNothing,
  },
  {
    command: 'undelete',
    exit: 'blocked',
    argv: '--vm VM011 --resume --policy DefaultPolicy',
    change: (world) => removeResource(world, vmId('VM011')),
  },
  {
    command: 'undelete',
    exit: 'partial',
    argv: '--vm VM011 --vm VM010 --resume --policy DefaultPolicy',
    change: (world) => removeResource(world, vmId('VM011')),
  },
  { command: 'undelete', exit: 'azure-failed', argv: '--vm VM011', options: refusesChanges },
  { command: 'undelete', exit: 'still-running', argv: '--vm VM011 --timeout 5s' },
  { command: 'undelete', exit: 'unavailable', argv: '--vm VM011', options: unavailable(VAULTS) },
  {
    command: 'undelete',
    exit: 'changes-pending',
    argv: '--vm VM011 --dry-run --detailed-exitcode',
  },
  { command: 'undelete', exit: 'interrupted', argv: '--vm VM011', options: interrupted },
];
