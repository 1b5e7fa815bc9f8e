// The contract between Azure's jobs and exit codes: each end of each kind of job, in each output format.
// What Azure answers is put in place of the sandbox's answer, since no world has every kind of job.
import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS } from '../../../src/output/output-format.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { PRODUCTION_VAULT } from '../../workflow/support/contoso.js';
import { rowsInTurn } from '../share.js';

const JOB_ID = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

/** Every operation that the specification knows (JobQueryObject). */
const OPERATIONS = [
  'Register',
  'UnRegister',
  'ConfigureBackup',
  'Backup',
  'Restore',
  'DisableBackup',
  'DeleteBackupData',
  'CrossRegionRestore',
  'Undelete',
  'UpdateCustomerManagedKey',
] as const;

/** Every state, the exit code of whoever waits for it, and the word for it. */
const STATES = [
  ['Completed', 0, 'completed'],
  ['CompletedWithWarnings', 9, 'completed-with-warnings'],
  ['Failed', 7, 'failed'],
  ['Cancelled', 7, 'cancelled'],
  ['InProgress', 8, 'running'],
  ['Cancelling', 8, 'cancelling'],
] as const;

const world = defaultWorld();

function answerFor(operation: string, status: string): Response {
  const running = status === 'InProgress' || status === 'Cancelling';
  const bad = status === 'Failed' || status === 'CompletedWithWarnings';
  const properties = {
    jobType: 'AzureIaaSVMJob',
    containerName: 'iaasvmcontainerv2;rg-prod;vm005',
    entityFriendlyName: 'VM005',
    backupManagementType: 'AzureIaasVM',
    operation,
    status,
    startTime: '2026-11-23T17:00:00.1234567Z',
    duration: 'PT40.96S',
    ...(running ? {} : { endTime: '2026-11-23T17:00:41.0834567Z' }),
    ...(bad
      ? {
          errorDetails: [
            {
              errorCode: 400094,
              errorTitle: 'UserErrorGuestAgentStatusUnavailable',
              errorString: 'The agent does not answer.',
              recommendations: ['Start the agent.'],
            },
          ],
        }
      : {}),
    extendedInfo: { tasksList: [], propertyBag: { 'VM Name': 'VM005' } },
  };
  const id = `${PRODUCTION_VAULT}/backupJobs/${JOB_ID}`;
  const body = {
    id,
    name: JOB_ID,
    type: 'Microsoft.RecoveryServices/vaults/backupJobs',
    properties,
  };
  return Response.json(body);
}

function watch(operation: string, status: string, format: string): Promise<CliRun> {
  const argv = ['jobs', 'watch', JOB_ID, '--vault', 'rsv-prod', '--timeout', '5m', '-o', format];
  return runCli(argv, {
    world,
    around: (request, answer) =>
      request.url.includes(`/backupJobs/${JOB_ID}`)
        ? Promise.resolve(answerFor(operation, status))
        : answer(),
  });
}

describe.each(rowsInTurn(OPERATIONS, 3))('a job of the kind %s', (operation) => {
  it.each(STATES)(
    'that is %s exits with %i as %s, in every format',
    async (status, exit, outcome) => {
      const runs = new Map<string, CliRun>();
      for (const format of OUTPUT_FORMATS) {
        runs.set(format, await watch(operation, status, format));
      }
      expect(OUTPUT_FORMATS.map((format) => runs.get(format)?.code)).toEqual(
        OUTPUT_FORMATS.map(() => exit),
      );
      expect(OUTPUT_FORMATS.filter((format) => runs.get(format)?.stdout === '')).toEqual(['none']);
      expect(runs.get('json')?.json<{ items: unknown[] }>().items).toMatchObject([
        { outcome, operation, status, vm: { name: 'VM005' } },
      ]);
      const reason = status === 'Failed' || status === 'CompletedWithWarnings';
      expect(runs.get('table')?.stdout.includes('UserErrorGuestAgentStatusUnavailable')).toBe(
        reason,
      );
    },
  );
});
