// Two machines of one name in one vault: whose job is whose.
import { beforeEach, describe, expect, it } from 'vitest';
import type { JobsListDocument } from '../../../src/commands/jobs/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, type CliRun } from '../../support/run-cli.js';
import { addNamesake, vmId } from '../support/contoso.js';
import { jobsOf } from './backups.js';

let world: WorldState;

beforeEach(() => {
  world = defaultWorld();
  addNamesake(world, 'VM005');
});

const run = (argv: string): Promise<CliRun> => runCli(argv.split(' '), { world });

async function listed(argv: string): Promise<JobsListDocument['items']> {
  return (await run(`jobs list ${argv} -o json`)).json<JobsListDocument>().items;
}

describe('jobs list', () => {
  it('shows the group of each where a name is not unique, and of no other', async () => {
    const { code, stdout } = await run('jobs list --vault rsv-prod --since 2d');
    expect(code).toBe(0);
    expect(stdout).toContain('VM005 (rg-prod)');
    expect(stdout).not.toContain('VM016 (');
    const [item] = await listed('--vm VM005 --since 2d');
    expect(item?.vm).toEqual({
      id: vmId('VM005'),
      name: 'VM005',
      resourceGroup: 'rg-prod',
      sharedName: true,
    });
  });

  it.each([
    ['-g rg-dr --vm VM005', 0],
    ['-g RG-PROD --vm VM005', 1],
    ['-g no-such-group', 0],
    [`--vm ${vmId('VM005', 'rg-dr')}`, 0],
  ])('%s', async (argv, least) => {
    const items = await listed(`${argv} --since 2d`);
    expect(items.length > 0).toBe(least > 0);
    expect(items.every(({ vm }) => vm.resourceGroup === 'rg-prod')).toBe(true);
  });
});

describe('jobs watch --vm', () => {
  it('refuses a name of two machines, and says how to choose', async () => {
    const refused = await run('jobs watch --vm VM005');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('AZB_VM_AMBIGUOUS');
    expect(refused.stderr).toContain('one in resource group rg-dr');
    expect(refused.stderr).toContain('one in resource group rg-prod');
    expect(refused.stderr).toContain('--resource-group');
  });

  it('follows no job of the other machine', async () => {
    const none = await run('jobs watch --vm VM005 -g rg-dr');
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('AZB_JOB_NOT_FOUND');
    expect((await run('jobs watch --vm VM005 -g rg-prod')).code).toBe(0);
    expect((await run(`jobs watch --vm ${vmId('VM005')}`)).code).toBe(0);
  });
});

describe('jobs show and cancel', () => {
  it.each(['show', 'cancel'])('%s: a job of another group is not there', async (verb) => {
    const job = jobsOf(world).find(({ vmId: id }) => id === vmId('VM005'));
    const other = await run(`jobs ${verb} ${job?.id ?? ''} -g rg-dr`);
    expect(other.code).toBe(3);
    expect(other.stderr).toContain('AZB_JOB_NOT_FOUND');
    expect((await run(`jobs show ${job?.id ?? ''} -g rg-prod`)).code).toBe(0);
  });
});

describe('other tables', () => {
  it.each(['status --vault rsv-prod', 'recovery-points list --vault rsv-prod --since 2d'])(
    '%s shows the group where a name is not unique',
    async (argv) => {
      const { stdout } = await run(argv);
      expect(stdout).toContain('VM005 (rg-prod)');
      expect(stdout).toContain('VM005 (rg-dr)');
      expect(stdout).not.toContain('VM016 (');
    },
  );
});
