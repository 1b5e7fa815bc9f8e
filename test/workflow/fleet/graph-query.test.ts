// Machines that a query of Azure Resource Graph selects: it selects, and Resource Manager decides.
import { describe, expect, it } from 'vitest';
import { nameOf } from '../../../src/domain/resource-id.js';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import type { SandboxFault } from '../../../src/sandbox/faults/request-faults.js';
import { runCli, TEST_NOW, type CliRun, type RunOptions } from '../../support/run-cli.js';

const MACHINES = "resources | where type =~ 'microsoft.compute/virtualmachines'";
const SECOND = '00000000-0000-0000-0000-000000000002';

function ask(argv: string, stdin: string, options: RunOptions = {}): Promise<CliRun> {
  const world = buildTwoSubscriptionsWorld(TEST_NOW);
  return runCli(argv.split(' '), { world, stdin, ...options });
}

function ids(run: CliRun): readonly string[] {
  const { items } = run.json<{ items: { vm: { id: string } }[] }>();
  return items.map(({ vm }) => vm.id.split('/').slice(4).join('/')).map((id) => id.toLowerCase());
}

const short = (run: CliRun): readonly string[] =>
  ids(run)
    .map((id) => `${id.split('/')[0]} ${nameOf(id)}`)
    .toSorted();

describe('a query selects', () => {
  it.each([
    ['', "and name =~ 'web01'", ['rg-data web01', 'rg-shop web01', 'rg-web web01']],
    ['--protected no', "and name =~ 'web01'", ['rg-data web01', 'rg-shop web01']],
    ['--exclude WEB01', "and name in~ ('web01', 'sql01')", ['rg-web sql01']],
    ['-g RG-Web', "and name =~ 'web01'", ['rg-web web01']],
    ['--tag app=shop --encryption ade', "and name =~ 'web01'", ['rg-web web01']],
    ['--location westeurope', '', ['rg-shop edge01']],
    ['--all', "and name == 'edge01'", ['rg-shop edge01']],
    ['--vm edge01', '', ['rg-shop edge01']],
    [`--subscription ${SECOND}`, '', ['rg-data data01', 'rg-data web01']],
    ['--management-group mg-data', "and tags.owner == 'team-data'", ['rg-data data01']],
  ])('with %s', async (words, condition, expected) => {
    const more = words === '' ? '' : `${words} `;
    const run = await ask(
      `status ${more}--graph-query - --exit-zero -o json`,
      `${MACHINES} ${condition} | project id`,
    );
    expect(short(run)).toEqual(expected);
  });

  it('by its column id, whatever the others are called', async () => {
    const columns = "project id, encryption = 'none', properties = 1, statuses = name";
    const run = await ask(
      'status --graph-query - --exit-zero -o json',
      `${MACHINES} and name == 'edge01' | ${columns}`,
    );
    expect(short(run)).toEqual(['rg-shop edge01']);
  });

  it('wherever the shell works otherwise', async () => {
    const run = await ask(
      'status --graph-query - --exit-zero -o json',
      `${MACHINES} | project id`,
      {
        env: { AZBACKUP_SUBSCRIPTION: SECOND },
      },
    );
    expect(ids(run).length).toBe(10);
  });

  it('and no machine is lost in silence that Resource Manager does not have', async () => {
    const both = `${MACHINES} and name == 'Sql01' | mv-expand end = split(',-old', ',') | project id = strcat(id, end)`;
    const rows = await ask('preflight --graph-query - -o json', both);
    expect(rows.code).toBe(6);
    expect(rows.json()).toMatchObject({
      items: [
        { vm: { name: 'Sql01' }, error: null },
        { vm: { name: 'Sql01-old' }, error: { code: 'AZB_VM_NOT_FOUND' } },
      ],
    });
    const filtered = await ask('preflight --graph-query - --tag env=prod -o json', both);
    expect(short(filtered)).toEqual(['rg-web sql01']);
    expect(filtered.stderr).toContain('1 VM left out, as no list of VMs describes them');
  });

  it('how many, which a change has to expect', async () => {
    const query = `${MACHINES} and name == 'web01' | project id`;
    const unsaid = await ask('enable --graph-query - --yes', query);
    expect(unsaid).toMatchObject({ code: 2, writes: [] });
    expect(unsaid.stderr).toContain('add --yes --expect 2');
  });
});

describe('a query that selects no machines', () => {
  it.each([
    [
      'is not accepted',
      'resources | where type = 1',
      2,
      "line 1, character 23: ParserFailure at '='",
    ],
    ['has no id', `${MACHINES} | project name`, 2, 'the query does not project id'],
    ['has other ids', 'resources | project id', 2, '37 of 47 rows of the query are no virtual'],
    ['is empty', ' \n', 2, 'standard input holds no query'],
    ['finds none', `${MACHINES} and name == 'x' | project id`, 3, 'the query finds no VMs'],
  ])('as it %s', async (_, query, code, message) => {
    const run = await ask('status --graph-query -', query);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(message);
  });

  it('as there is no such file', async () => {
    const run = await ask('status --graph-query nowhere.kql', '');
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain('AZB_FILE_UNREADABLE');
  });

  it('beside names on standard input', async () => {
    const run = await ask('status --graph-query - --vm -', 'web01');
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain('--vm - and --graph-query - cannot be used together');
  });
});

const refusal = (status: number, code: string): SandboxFault => ({
  match: 'POST **/Microsoft.ResourceGraph/resources',
  then: { kind: 'status', status, code },
});

describe('a query that Resource Graph does not answer', () => {
  it.each([
    [403, 'AccessDenied', 4, 'not allowed to query Azure Resource Graph'],
    [404, 'InvalidResourceType', 3, 'could not query Azure Resource Graph'],
  ])('%i ends with the way without it', async (status, azureCode, code, message) => {
    const run = await ask('status --graph-query -', MACHINES, {
      faults: [refusal(status, azureCode)],
    });
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain('select without a query: --subscription');
  });
});
