import { describe, expect, it } from 'vitest';
import { unknownKeys } from '../../../src/output/query.js';
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
