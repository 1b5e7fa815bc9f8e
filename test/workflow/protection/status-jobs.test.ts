// Why backups failed: told of the machine's own jobs, with few reads of them.
import { describe, expect, it } from 'vitest';
import type { StatusDocument, StatusItem } from '../../../src/commands/status/result.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { addNamesake, knownItem, vmId } from '../support/contoso.js';
import { words } from './only-item.js';

function itemsOf(run: CliRun): readonly StatusItem[] {
  return run.json<StatusDocument>().items;
}

function jobReads({ exchanges }: CliRun): number {
  return exchanges.filter(({ url }) => /\/backupJobs\b/u.test(url)).length;
}

describe('the last error of a machine', () => {
  it('is never taken from the job of another machine of its name', async () => {
    const world = defaultWorld();
    addNamesake(world, 'VM016');
    const items = itemsOf(await runCli(words('status', '--vault rsv-prod'), { world }));
    const [own, other] = ['rg-prod', 'rg-dr'].map((group) =>
      items.find(({ vm }) => vm.id.toLowerCase() === vmId('VM016', group).toLowerCase()),
    );
    expect(own?.lastError).toMatchObject({ jobId: expect.any(String) });
    expect(other?.lastError).toMatchObject({
      jobId: null,
      code: 'Unknown',
      message: 'the last backup failed, and Azure keeps no job that says why',
    });
  });

  it('is not guessed where Azure does not tell the group of a job', async () => {
    const run = await runCli(words('status', '--vm VM016'), {
      around: async (request, answer) => {
        const response = await answer();
        if (!/\/backupJobs\?/u.test(request.url)) {
          return response;
        }
        const text = (await response.text()).replaceAll('"containerName"', '"noContainer"');
        return new Response(text, { status: 200, headers: response.headers });
      },
    });
    expect(itemsOf(run)[0]?.lastError).toMatchObject({ jobId: null, code: 'Unknown' });
  });

  it('takes one list a vault, however many machines failed', async () => {
    const run = await runCli(words('status', '--vault rsv-prod'));
    expect(itemsOf(run).filter(({ lastError }) => lastError !== null)).toHaveLength(2);
    expect(jobReads(run)).toBe(1);
  });

  it('is unknown where jobs may not be read any more, and all else stays known', async () => {
    const run = await runCli(words('status', '--vault rsv-prod'), {
      faults: [{ match: 'GET **/backupJobs', then: { kind: 'status', status: 429 } }],
    });
    expect(run.code).toBe(6);
    expect(itemsOf(run).map(({ vm, outcome, error }) => [vm.name, outcome, error])).toEqual([
      ['VM005', 'protected', null],
      ['VM011', 'soft-deleted', null],
      ['VM014', 'error', null],
      ['VM016', 'error', null],
    ]);
    expect(itemsOf(run).at(-1)?.lastError).toMatchObject({
      jobId: null,
      code: 'Unknown',
      message: expect.stringContaining('could not be read'),
      time: expect.any(String),
    });
  });
});

describe('a first backup that failed', () => {
  it('is an error, not a wait: no backup has ever been taken', async () => {
    const world = defaultWorld();
    const at = (command: string): string[] => words(command, '--vm VM005');
    const item = knownItem(world, 'VM005');
    item.protectionState = 'IRPending';
    item.recoveryPoints = [];
    item.lastBackupStatus = '';
    expect(itemsOf(await runCli(at('status'), { world }))[0]?.outcome).toBe(
      'waiting-for-first-backup',
    );
    const failed = await runCli(at('backup-now'), {
      world,
      faults: [{ match: 'job Backup *', then: { kind: 'job', outcome: 'Failed' } }],
    });
    expect(failed.code).toBe(7);
    expect(knownItem(world, 'VM005').protectionState).toBe('IRPending');
    const run = await runCli(at('status'), { world });
    expect(itemsOf(run)[0]).toMatchObject({
      outcome: 'error',
      lastRecoveryPoint: null,
      lastError: { jobId: expect.any(String) },
    });
    expect(run.code).toBe(6);
  });
});
