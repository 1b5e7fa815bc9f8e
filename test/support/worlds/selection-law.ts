// The law of selection: words select what a plain filter of the world finds, whichever of them come together.

import fc from 'fast-check';
import { parseTag } from '../../../src/domain/fleet/selection.js';
import { queryFile } from '../../../src/domain/export/queries.js';
import { AzbackupError } from '../../../src/errors/azbackup-error.js';
import {
  selectMachines,
  type MachineSelection,
} from '../../../src/facts/selection/select-machines.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  selectionFacts,
  worldMachines,
  type SelectionFacts,
  type WorldMachine,
} from './selection-facts.js';

const VMS = "resources | where type =~ 'microsoft.compute/virtualmachines'";

/** Words as they are typed; the filter is told beside them what each means. */
interface Words {
  readonly selection: MachineSelection;
  readonly query: string;
  readonly holds: (machine: WorldMachine) => boolean;
}

type Part = Partial<Words>;

const list = (name: keyof MachineSelection, values: readonly string[], of: keyof WorldMachine) =>
  fc
    .subarray([...values], { minLength: 1, maxLength: Math.min(3, values.length) })
    .map((wanted): Part => ({
      selection: { vm: [], [name]: wanted },
      holds: (machine) => wanted.some((each) => [machine[of]].flat().includes(each)),
    }));

const odd = (text: string): string => text.replace(/[a-z]/gu, (letter) => letter.toUpperCase());

function parts(world: WorldState, machines: readonly WorldMachine[], unprotected: string) {
  const some = (of: 'subscription' | 'group' | 'location'): string[] => [
    ...new Set(machines.map((machine) => machine[of])),
  ];
  const groupsBeneath = (name: string): string[] => [
    ...(world.managementGroups?.find((group) => group.name === name)?.subscriptions ?? []),
    ...(world.managementGroups ?? [])
      .filter(({ parent }) => parent === name)
      .flatMap((group) => groupsBeneath(group.name)),
  ];
  const tag = fc
    .constantFrom('env', 'env=prod', 'ENV!=prod', 'app=shop', 'owner', 'app!=billing', 'nothing')
    .map((text): Part => {
      const condition = parseTag(text);
      const [key = '', value] = text.toLowerCase().split(/!?=/u);
      return {
        selection: { vm: [], tag: condition === undefined ? [] : [condition] },
        holds: ({ tags }) =>
          value === undefined
            ? Object.hasOwn(tags, key)
            : (tags[key] === value) !== text.includes('!'),
      };
    });
  const query = fc
    .constantFrom<readonly [string, (machine: WorldMachine) => boolean]>(
      [`${VMS} | project id`, () => true],
      [
        `${VMS} and tags.env == 'prod' | project id`,
        ({ id, tags }) => tags['env'] === 'prod' && hasKey(world, id, 'env'),
      ],
      [`${VMS} and name =~ 'web01' | project id = toupper(id)`, ({ name }) => name === 'web01'],
      [unprotected, ({ protection }) => protection === 'no' || protection === 'stopped'],
    )
    .map(([text, holds]): Part => ({
      selection: { vm: [], graphQuery: '-' },
      query: text,
      holds,
    }));
  const oddGroups = list('resourceGroups', some('group'), 'group').map((part): Part => ({
    ...part,
    selection: {
      vm: [],
      resourceGroups: (part.selection?.resourceGroups ?? []).map((name) => odd(name)),
    },
  }));
  const named = (field: 'vm' | 'exclude') =>
    fc.subarray([...machines], { minLength: 1, maxLength: 4 }).map((chosen): Part => {
      const ids = chosen.map(({ id }) => id);
      return {
        selection: { vm: [], [field]: ids.map((id) => odd(id)) },
        holds: ({ id }) => ids.includes(id) === (field === 'vm'),
      };
    });
  const group = fc
    .constantFrom(...(world.managementGroups ?? []).map(({ name }) => name))
    .map((name): Part => ({
      selection: { vm: [], managementGroup: [name] },
      holds: ({ subscription }) => groupsBeneath(name).includes(subscription),
    }));
  return {
    place: fc.oneof(
      list('subscriptions', some('subscription'), 'subscription'),
      group,
      fc
        .tuple(list('subscriptions', some('subscription'), 'subscription'), group)
        .map(([a, b]) => together([a, b])),
    ),
    words: [
      tag,
      tag,
      query,
      oddGroups,
      list('location', some('location'), 'location'),
      list('encryption', ['ade', 'host', 'pmk', 'none', 'cmk'], 'encryption'),
      list('protected', ['yes', 'no', 'stopped', 'elsewhere'], 'protection'),
      named('exclude'),
      named('vm'),
    ],
  };
}

/** Columns of tags compare with case in a query. */
function hasKey(world: WorldState, id: string, key: string): boolean {
  const found = Object.values(world.resources).find((each) => each.id.toLowerCase() === id);
  return Object.hasOwn(found?.tags ?? {}, key);
}

function together(chosen: readonly Part[]): Words {
  const lists = new Map<string, unknown>();
  for (const { selection = { vm: [] } } of chosen) {
    for (const [name, value] of Object.entries(selection)) {
      const before = lists.get(name);
      lists.set(
        name,
        Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value,
      );
    }
  }
  return {
    selection: { vm: [], ...Object.fromEntries(lists) },
    query: chosen.map(({ query = '' }) => query).find((text) => text !== '') ?? '',
    holds: (machine) => chosen.every(({ holds }) => holds?.(machine) ?? true),
  };
}

/** A name or id that is not in the places or the query that are asked for is an error, as others that are named may be. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'AZB_VM_NOT_FOUND',
  'AZB_SUBSCRIPTION_MISMATCH',
  'AZB_RESOURCE_GROUP_MISMATCH',
]);

/** Ids; undefined where a machine that is named is none of those to choose from. */
async function selected(facts: SelectionFacts, { selection, query }: Words) {
  try {
    const targets = await selectMachines(facts.context(query), facts.reader, selection);
    return targets.map(({ id }) => id.toLowerCase());
  } catch (error) {
    const code = error instanceof AzbackupError ? error.fields.code : '';
    if (code === 'AZB_NOTHING_SELECTED') {
      return [];
    }
    if (OUTSIDE.has(code) && selection.vm.length > 0) {
      return undefined;
    }
    throw error;
  }
}

/** Most words beside the place. */
const WORDS = 3;

/**
 * Holds choices of words against the filter. Throws with the first that selects others.
 * @returns how many machines were selected, each number once
 */
export async function holdSelectionLaw(
  world: WorldState,
  numRuns: number,
): Promise<ReadonlySet<number>> {
  const facts = selectionFacts(world);
  const unprotected = queryFile('unprotected', 0).text;
  const machines = worldMachines(world);
  const { place, words } = parts(world, machines, unprotected);
  const chosenWords = fc.subarray(words, { maxLength: WORDS }).chain((some) => fc.tuple(...some));
  const all = fc.tuple(place, chosenWords).map(([where, some]) => together([where, ...some]));
  const counts = new Set<number>();
  await fc.assert(
    fc.asyncProperty(all, async (chosen) => {
      const expected = machines.filter((machine) => chosen.holds(machine)).map(({ id }) => id);
      const found = await selected(facts, chosen);
      counts.add(found?.length ?? 0);
      return found === undefined
        ? expected.length < chosen.selection.vm.length
        : found.toSorted().join(' ') === expected.toSorted().join(' ');
    }),
    { numRuns },
  );
  return counts;
}
