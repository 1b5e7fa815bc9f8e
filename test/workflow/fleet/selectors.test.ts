// Machines selected by rules: the same words on every command that takes machines, and nothing that they exclude.
import { describe, expect, it } from 'vitest';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import { nameOf } from '../../../src/domain/resource-id.js';
import { defaultWorld, runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';

interface Items {
  readonly items: readonly { readonly vm: { readonly id: string; readonly name: string } }[];
}

const namesOf = (run: CliRun): readonly string[] =>
  run.json<Items>().items.map(({ vm }) => vm.name);

describe('preflight of', () => {
  it.each([
    ['--all --exclude VM001 --exclude vm002', 14, ['VM003'], ['VM001', 'VM002']],
    ['-g rg-prod', 16, ['VM001'], []],
    ['-g RG-PROD --encryption host', 1, ['VM015'], ['VM001']],
    ['--encryption cmk', 1, ['VM004'], ['VM003']],
    ['--encryption none --protected no', 2, ['VM003'], ['VM010']],
    ['--encryption ade --protected yes', 3, ['VM005', 'VM014', 'VM016'], ['VM011']],
    ['--location Japan\u00A0East --exclude VM001', 15, ['VM003'], ['VM001']],
    ['--vm VM001 --vm VM003 --encryption ade', 1, ['VM001'], ['VM003']],
  ])('%s', async (words, count, includes, excludes) => {
    const argv = words.split(' ').map((word) => word.replace('\u00A0', ' '));
    const run = await runCli(['preflight', ...argv, '-o', 'json']);
    const names = namesOf(run);
    expect(names.length).toBe(count);
    expect(names).toEqual(expect.arrayContaining(includes));
    expect(names.filter((name) => excludes.includes(name.toUpperCase()))).toEqual([]);
  });
});

describe('two subscriptions', () => {
  const BOTH = ['--subscription', 'Contoso Production', '--subscription', 'Contoso Data'];

  it.each([
    ['no', ['WEB01', 'app02', 'edge01', 'partner01', 'web01']],
    ['yes', ['Sql01', 'data01', 'job01', 'web01']],
    ['stopped', ['app01']],
  ])('--protected %s, also where names are the same', async (state, expected) => {
    const world = buildTwoSubscriptionsWorld(TEST_NOW);
    const run = await runCli(
      ['status', '--all', ...BOTH, '--protected', state, '--exit-zero', '-o', 'json'],
      { world },
    );
    expect(
      run
        .json<Items>()
        .items.map(({ vm }) => nameOf(vm.id))
        .toSorted(),
    ).toEqual(expected);
  });

  it('also with a machine that was created again under its old name', async () => {
    const world = buildTwoSubscriptionsWorld(TEST_NOW);
    const run = await runCli(['status', '--all', ...BOTH, '-o', 'json'], { world });
    const items = run.json<{ items: { vm: { name: string }; lastError: object | null }[] }>().items;
    expect(items.find(({ vm }) => vm.name === 'job01')).toMatchObject({
      outcome: 'error',
      lastError: { meaning: expect.stringContaining('its recovery points are of the VM before') },
    });
    expect(run.stderr).toContain('1 VM was created after the last recovery point');
    expect(run.stderr).toContain('of the same name: job01');
  });

  it('are too many for a command that works in one', async () => {
    const run = await runCli(['vault', 'list', ...BOTH]);
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain('vault list takes one --subscription, not 2');
  });

  it('need a group or an id for a name that both have', async () => {
    const world = buildTwoSubscriptionsWorld(TEST_NOW);
    const run = await runCli(['status', '--vm', 'web01', ...BOTH], { world });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('3 virtual machines are named web01');
  });
});

describe('a whole vault', () => {
  it.each(['status --exit-zero', 'audit-keys --fail-on lost', 'retirement inventory'])(
    'in several groups: %s',
    async (words) => {
      const world = buildTwoSubscriptionsWorld(TEST_NOW);
      const groups = ['-g', 'RG-web', '-g', 'rg-shop'];
      const one = ['--subscription', 'Contoso Production', '--vault', 'rsv-prod', '-o', 'json'];
      const namesFor = async (places: readonly string[]): Promise<readonly string[]> => {
        const run = await runCli([...words.split(' '), ...one, ...places], { world });
        const { items } = run.json<{ items: { vm?: { id: string }; points?: unknown }[] }>();
        return items.map((item) => JSON.stringify(item.vm?.id ?? item)).toSorted();
      };
      const all = await namesFor([]);
      expect(all.length).toBeGreaterThan(0);
      expect(await namesFor(groups)).toEqual(all);
      expect(await namesFor(['-g', 'rg-shop', '-g', 'rg-none'])).not.toEqual(all);
    },
  );
});

describe('a list of names', () => {
  it.each([
    ['lines', 'VM001\n# later\nVM003\n', ['VM001', 'VM003']],
    ['a result', '{"items":[{"vm":{"name":"VM005","id":"ID"}}]}', ['VM005']],
  ])('is read from standard input: %s', async (_, text, expected) => {
    const id = `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers/Microsoft.Compute/virtualMachines/VM005`;
    const run = await runCli(['preflight', '--vm', '-', '-o', 'json'], {
      stdin: text.replace('ID', id),
    });
    expect(namesOf(run)).toEqual(expected);
  });

  it('that names none is refused', async () => {
    const run = await runCli(['preflight', '--vm', '-'], { stdin: '\n' });
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain('AZB_VM_LIST');
  });
});

describe('what cannot be meant', () => {
  it.each([
    ['preflight', 'specify VMs'],
    ['enable --expect 3', 'specify VMs'],
    ['preflight --all --vm VM001', '--vm and --all cannot be used together'],
    ['preflight --tag =x', '--tag needs'],
    ['preflight --encryption luks', 'luks'],
    ['enable --all --expect many', '--expect needs a number'],
  ])('%s is refused before anything is read', async (words, message) => {
    const run = await runCli(words.split(' '));
    expect(run).toMatchObject({ code: 2, exchanges: [] });
    expect(run.stderr).toContain(message);
  });

  it('a group that a shell or a file names selects nothing', async () => {
    const run = await runCli(['enable', '--yes'], { env: { AZBACKUP_RESOURCE_GROUP: 'rg-prod' } });
    expect(run).toMatchObject({ code: 2, exchanges: [] });
  });

  it('no machine at all is no success', async () => {
    const run = await runCli(['status', '--tag', 'env=prdo', '--max-age', '26h']);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain('AZB_NOTHING_SELECTED');
  });
});

describe('a change of what a rule selects', () => {
  const CHANGES = [
    'enable --encryption none --protected no',
    'grant-access --encryption ade',
    'backup-now --encryption ade --protected yes',
    'disable --encryption ade --protected yes',
    'resume --all --protected yes --policy DefaultPolicy',
  ];

  it.each(CHANGES)('%s needs a person, or the number that is expected', async (words) => {
    const run = await runCli([...words.split(' '), '--yes']);
    expect(run).toMatchObject({ code: 2, writes: [] });
    expect(run.stderr).toMatch(/add --yes --expect \d+/u);
  });

  it.each(CHANGES)('%s changes nothing where the number differs', async (words) => {
    const run = await runCli([...words.split(' '), '--yes', '--expect', '99']);
    expect(run).toMatchObject({ code: 2, writes: [] });
    expect(run.stderr).toContain('AZB_SELECTION_COUNT');
  });

  it('is made with it, and says how many there are', async () => {
    const world = defaultWorld();
    const words = 'enable --encryption none --protected no --yes --expect 2 -o json';
    const run = await runCli(words.split(' '), { world });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('selected   2 VMs');
    expect(namesOf(run)).toEqual(['VM003', 'VM013']);
  });

  it('is asked for on a terminal, and left with a no', async () => {
    const tty = { in: true, err: true };
    const run = await runCli(['enable', '--encryption', 'none', '--protected', 'no'], {
      tty,
      answer: false,
    });
    expect(run).toMatchObject({ code: 2, writes: [] });
    expect(run.stderr).toContain('AZB_DECLINED');
  });

  it('is refused where a machine has no backups to take or to stop', async () => {
    const run = await runCli(['backup-now', '--all', '--yes', '--expect', '16']);
    expect(run).toMatchObject({ code: 3, writes: [] });
    expect(run.stderr).toContain('--protected yes');
  });
});
