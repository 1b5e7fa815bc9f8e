// Why backups failed, with few reads of jobs.
import { describe, expect, it } from 'vitest';
import { lastErrors } from '../../../../src/commands/status/last-error.js';
import { known } from '../../../../src/domain/fact.js';
import type { BackupJob } from '../../../../src/domain/vaults/recovery-services.js';
import type { VirtualMachine } from '../../../../src/domain/virtual-machine.js';
import { anItem, aVm, VAULT_ID } from '../../../support/facts-builder.js';

const MACHINES = Array.from({ length: 30 }, (_, at) => aVm(`VM${at}`).vm);
const ERROR = { code: '400001', title: 'UserErrorX', message: 'why', recommendations: [] };

function failedJob(vm: VirtualMachine, errors: BackupJob['errors']): BackupJob {
  return {
    jobId: `job-of-${vm.name}`,
    vaultId: VAULT_ID,
    operation: 'Backup',
    status: 'Failed',
    vmName: vm.name,
    resourceGroup: vm.resourceGroup,
    cancellable: false,
    startTime: '2026-11-22T22:30:00Z',
    tasks: [],
    properties: {},
    errors,
  };
}

/** The last errors of all machines, whose list of jobs has these errors, and what was read. */
async function errorsWith(listed: BackupJob['errors']): Promise<{
  readonly errors: readonly Awaited<ReturnType<ReturnType<typeof lastErrors>>>[];
  readonly read: readonly string[];
}> {
  const read: string[] = [];
  const errorOf = lastErrors(
    { clock: { now: () => Date.UTC(2026, 10, 23), sleep: () => Promise.resolve() } },
    {
      failedJobs: () => Promise.resolve(known(MACHINES.map((vm) => failedJob(vm, listed)))),
      job: (_, jobId) => {
        read.push(jobId);
        const vm = MACHINES.find(({ name }) => jobId === `job-of-${name}`);
        return Promise.resolve(
          vm === undefined ? { status: 'absent' } : known(failedJob(vm, [ERROR])),
        );
      },
    },
  );
  const items = MACHINES.map((vm) => anItem(vm, { lastBackupStatus: 'Failed' }));
  return { errors: await Promise.all(items.map((item) => errorOf(item))), read };
}

describe('the last errors of many machines', () => {
  it('come from the list alone where it tells them', async () => {
    const { errors, read } = await errorsWith([ERROR]);
    expect(errors.every((error) => error?.code === 'UserErrorX')).toBe(true);
    expect(read).toEqual([]);
  });

  it('take at most twenty jobs by themselves where the list does not, and name the others', async () => {
    const { errors, read } = await errorsWith([]);
    expect(read).toHaveLength(20);
    expect(errors.filter((error) => error?.code === 'UserErrorX')).toHaveLength(20);
    expect(errors.at(-1)).toMatchObject({
      jobId: 'job-of-VM29',
      code: 'Unknown',
      fix: ['azbackup jobs show job-of-VM29 --vault rsv-prod'],
    });
  });

  it('are no jobs of another kind: a restore of the machine may have failed since', async () => {
    const [vm = aVm().vm] = MACHINES;
    const restore = { ...failedJob(vm, [{ ...ERROR, code: 'OfRestore' }]), operation: 'Restore' };
    const errorOf = lastErrors(
      { clock: { now: () => Date.UTC(2026, 10, 23), sleep: () => Promise.resolve() } },
      {
        failedJobs: () => Promise.resolve(known([restore, failedJob(vm, [ERROR])])),
        job: () => Promise.reject(new Error('read')),
      },
    );
    const error = await errorOf(anItem(vm, { lastBackupStatus: 'Failed' }));
    expect(error?.code).toBe('UserErrorX');
  });

  it('are none where the last backup did not fail', async () => {
    const errorOf = lastErrors(
      { clock: { now: () => 0, sleep: () => Promise.resolve() } },
      {
        failedJobs: () => Promise.reject(new Error('read')),
        job: () => Promise.reject(new Error('read')),
      },
    );
    expect(await errorOf(anItem(aVm().vm, { lastBackupStatus: 'Completed' }))).toBeNull();
  });
});
