import { describe, expect, it } from 'vitest';
import { search } from 'jmespath';
import { nearNames } from '../../../src/facts/choose-machines.js';
import { checkQuery, QUERY_FUNCTIONS, unknownKeys } from '../../../src/output/query.js';
import { runCli } from '../../support/run-cli.js';

const DOCUMENT = { items: [{ vm: { id: '1', name: 'VM001' }, outcome: 'ready' }], summary: {} };

describe('keys that a query names', () => {
  it.each<[string, readonly string[]]>([
    ['items[].vm.name', []],
    ['items[].vmm.name', ['vmm']],
    ["items[?outcom=='ready'].vm", ['outcom']],
    ['items[].{n: vm.name} | [].n', []],
    ['length(items)', []],
  ])('%s', async (query, unknown) => {
    expect((await unknownKeys(DOCUMENT, query)).unknown).toEqual(unknown);
  });

  it('are not judged by a result without items', async () => {
    expect((await unknownKeys({ items: [] }, 'items[].vmm')).unknown).toEqual([]);
  });

  it('are named on stderr with similar ones, and nowhere under -q', async () => {
    const argv = ['vault', 'list', '--query', 'items[].vualt.name'];
    const run = await runCli(argv);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe('warning: --query: the result has no key vualt; similar keys: vault\n');
    expect((await runCli([...argv, '-q'])).stderr).toBe('');
  });
});

describe('functions that a query calls', () => {
  it.each<[string, readonly string[]]>([
    ['lenght(items)', ['unknown function lenght(); similar functions: length']],
    ['len(items)', ['unknown function len(); similar functions: length']],
    ['items[].sort_bye(@, &a)', ['unknown function sort_bye(); similar functions: sort_by']],
    ['sort_by(items, &lenght(vm))', ['unknown function lenght(); similar functions: length']],
    ['xyzzyxyzzy(items)', ['unknown function xyzzyxyzzy()']],
    [
      'lenght(a) || revers(lenght(b))',
      [
        'unknown function lenght(); similar functions: length',
        'unknown function revers(); similar functions: reverse',
      ],
    ],
  ])('%s', async (query, causes) => {
    await expect(checkQuery(query, nearNames)).rejects.toMatchObject({
      fields: { code: 'AZB_QUERY_INVALID', causes },
    });
  });

  it.each(QUERY_FUNCTIONS)('%s is one of the package', (name) => {
    expect(() => search({}, `${name}()`)).toThrow(/^ArgumentError/u);
  });

  it('are refused with their names before anything is asked of Azure', async () => {
    const run = await runCli(['vault', 'list', '--query', 'lenght(items)']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('  unknown function lenght(); similar functions: length\n');
  });
});
