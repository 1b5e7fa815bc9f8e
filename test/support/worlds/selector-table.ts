// Every word that selects machines on every command that takes machines, in the world with two subscriptions.

import { runCli, TEST_NOW } from '../run-cli.js';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import { worldMachines, type WorldMachine } from './selection-facts.js';

const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';
const BOTH = `--subscription ${FIRST} --subscription ${SECOND}`;
const IDS = `/subscriptions/${FIRST}/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines`;

/** Words with what they mean; standard input is a list of names, or a query. */
interface Selector {
  readonly words: string;
  readonly holds: (machine: WorldMachine) => boolean;
  readonly stdin?: string;
}

/** The words, each by itself but for those that say where to look. */
export const SELECTORS: readonly Selector[] = [
  {
    words: `--vm data01 --vm sql01 ${BOTH}`,
    holds: ({ name }) => /^(?:data01|sql01)$/u.test(name),
  },
  {
    words: '--vm -',
    stdin: `${IDS}/web01\n# a comment\n${IDS.toUpperCase()}/SQL01\n`,
    holds: ({ name, group }) => /^(?:web01|sql01)$/u.test(name) && group === 'rg-web',
  },
  { words: `--all ${BOTH}`, holds: () => true },
  { words: `-g RG-Web -g rg-data ${BOTH}`, holds: ({ group }) => /^rg-(?:web|data)$/u.test(group) },
  {
    words: `--tag env=prod --tag app!=shop ${BOTH}`,
    holds: ({ tags }) => tags['env'] === 'prod' && tags['app'] !== 'shop',
  },
  { words: `--tag owner ${BOTH}`, holds: ({ tags }) => 'owner' in tags },
  { words: `--all --subscription ${SECOND}`, holds: ({ subscription }) => subscription === SECOND },
  {
    words: '--all --management-group mg-data',
    holds: ({ subscription }) => subscription === SECOND,
  },
  {
    words: `--location JapanEast ${BOTH}`,
    holds: ({ location }) => location === 'japaneast',
  },
  { words: `--encryption ade ${BOTH}`, holds: ({ encryption }) => encryption.includes('ade') },
  { words: `--protected yes ${BOTH}`, holds: ({ protection }) => protection === 'yes' },
  {
    words: '--graph-query -',
    stdin:
      "resources | where type =~ 'microsoft.compute/virtualmachines' and name =~ 'web01' | project id",
    holds: ({ name }) => name === 'web01',
  },
  { words: `--all --exclude WEB01 ${BOTH}`, holds: ({ name }) => name !== 'web01' },
];

/** Commands that need a backup of each machine select those that have one. */
const WITH_ITEMS = ' --protected yes';

/** The commands, with what they need besides machines. */
export const COMMANDS: readonly (readonly [command: string, more: string])[] = [
  ['preflight', ''],
  ['grant-access', ' --dry-run'],
  ['enable', ' --dry-run'],
  ['status', ' --exit-zero'],
  ['backup-now', `${WITH_ITEMS} --skip-preflight --dry-run`],
  ['audit-keys', WITH_ITEMS],
  ['metrics', ''],
  ['disable', `${WITH_ITEMS} --dry-run`],
  ['resume', `${WITH_ITEMS} --policy daily-30-days --dry-run`],
];

/** What a command selects and what it should have; ids in lower case, in order. */
export async function selectedBy(
  [command, more]: (typeof COMMANDS)[number],
  { words, holds, stdin = '' }: Selector,
): Promise<{ readonly found: readonly string[]; readonly expected: readonly string[] }> {
  const world = buildTwoSubscriptionsWorld(TEST_NOW);
  const needsItem = more.includes(WITH_ITEMS);
  const expected = worldMachines(world)
    .filter((machine) => holds(machine) && (!needsItem || machine.protection === 'yes'))
    .map(({ id }) => id);
  const argv = `${command} ${words}${words.includes(WITH_ITEMS.trim()) ? more.replace(WITH_ITEMS, '') : more}`;
  const run = await runCli([...argv.split(' '), '-o', 'json'], { world, stdin });
  if (run.writes.length > 0 || run.stdout === '') {
    return { found: [`exit ${run.code}: ${run.stderr}`], expected };
  }
  const { items } = run.json<{ items: readonly object[] }>();
  return {
    found: [...new Set(items.flatMap((item) => machineIn(item)))].toSorted(),
    expected: expected.toSorted(),
  };
}

function machineIn(item: object): readonly string[] {
  const text = JSON.stringify(item).toLowerCase();
  const [id] = /\/subscriptions\/[^"]*?\/virtualmachines\/[^"/]+/u.exec(text) ?? [];
  return id === undefined ? [text.slice(0, 200)] : [id];
}
