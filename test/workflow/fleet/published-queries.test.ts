// Which machines nothing backs up: the query that is exported for it, and one that joins by names.
import { describe, expect, it } from 'vitest';
import { queryFile } from '../../../src/domain/export/queries.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, TEST_NOW, type CliRun } from '../../support/run-cli.js';

/**
 * What recommendation 1981f704 of the Azure Proactive Resiliency Library asks: machines are joined to items by the last
 * part of an id, as it is written, whatever the state of the item.
 */
const JOINED_BY_NAME = `resources
| where type =~ 'Microsoft.Compute/virtualMachines'
| project name, id, tags
| join kind=leftouter (
    recoveryservicesresources
    | where type =~ 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems'
    | where properties.dataSourceInfo.datasourceType =~ 'Microsoft.Compute/virtualMachines'
    | project idBackupEnabled = properties.sourceResourceId
    | extend name = strcat_array(array_slice(split(idBackupEnabled, '/'), 8, -1), '/')
  ) on name
| where isnull(idBackupEnabled)
| project-away idBackupEnabled, name1
| project recommendationId = '1981f704-97b9-b645-9c57-33f8ded9261a', name, id, tags
| order by id asc`;

const UNPROTECTED = ['rg-data web01', 'rg-shop edge01', 'rg-shop partner01', 'rg-shop web01'];

const EXPORTED = queryFile('unprotected', 0).text;

async function selected(words: string, stdin = '', world = worldNow()): Promise<readonly string[]> {
  const argv = ['status', ...words.split(' '), '--exit-zero', '-o', 'json'];
  return idsIn(await runCli(argv, { world, stdin }));
}

const worldNow = (): WorldState => buildTwoSubscriptionsWorld(TEST_NOW);

function idsIn(run: CliRun): readonly string[] {
  const { items } = run.json<{ items: { vm: { id: string } }[] }>();
  return items
    .map(({ vm }) => vm.id.toLowerCase().split('/'))
    .map((parts) => `${parts[4]} ${parts[8]}`)
    .toSorted();
}

const LISTS =
  '--subscription 00000000-0000-0000-0000-000000000001 --subscription 00000000-0000-0000-0000-000000000002';

describe('machines that nothing backs up', () => {
  it('are those of the exported query: namesakes, other cases, stopped and deleted items', async () => {
    const found = await selected('--graph-query -', EXPORTED);
    expect(found).toEqual([...UNPROTECTED, 'rg-web app01', 'rg-web app02'].toSorted());
    expect(found).toEqual(await selected(`--protected no --protected stopped ${LISTS}`));
  });

  it('are others where items are joined by name', async () => {
    expect(await selected('--graph-query -', JOINED_BY_NAME)).toEqual([
      'rg-shop edge01',
      'rg-shop partner01',
      'rg-shop web01',
      'rg-web sql01',
    ]);
  });

  it('are fewer once one is protected', async () => {
    const world = worldNow();
    const vaultId =
      Object.values(world.resources).find(({ name }) => name === 'rsv-data')?.id ?? '';
    const vmId = Object.values(world.resources).find(
      ({ name, id }) => name === 'web01' && id.includes('rg-data'),
    )?.id;
    addProtection(world, { vaultId, vmId: vmId ?? '', policyName: 'daily-30-days', firstDay: 1 });
    const words = `--protected no --protected stopped ${LISTS}`;
    expect(await selected(words, '', world)).not.toContain('rg-data web01');
    expect(await selected('--graph-query -', EXPORTED, world)).not.toContain('rg-data web01');
  });
});
