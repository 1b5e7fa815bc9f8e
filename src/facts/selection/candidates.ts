// The machines among which a command's words choose: all of some subscriptions, or those that a query selects.

import type { CommandContext } from '../../commands/context.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import { idKey, nameOf, parseResourceId } from '../../domain/resource-id.js';
import type { ListedMachine } from '../../domain/virtual-machine.js';
import { requireFact } from '../../errors/require-fact.js';
import type { Target } from '../choose-machines.js';
import { chooseSubscription } from '../choose-subscription.js';
import type { FactReader } from '../fact-reader.js';
import type { PlaceWords } from './subscriptions-meant.js';

/** How the user said where to look. */
export interface CandidateWords extends PlaceWords {
  /** Names and ids; ids say where they are, if nothing else does. */
  readonly vm: readonly string[];
  /** Also from the environment and config files; counts where nothing else is typed. */
  readonly subscription?: string | undefined;
  /** A file with a query. */
  readonly graphQuery?: string | undefined;
}

/** What there is to choose from. */
export interface Candidates {
  readonly listed: readonly ListedMachine[];
  /** Machines of a query that Resource Manager does not list, and those that its list shows in a form of its own. */
  readonly unlisted: readonly Target[];
}

type Listed = { readonly machines: readonly ListedMachine[]; readonly odd: readonly Target[] };

/**
 * All candidates.
 * @throws AzbackupError of the choice of subscriptions, of the query, and of a list that cannot be read
 */
export async function candidatesOf(
  context: CommandContext,
  reader: FactReader,
  words: CandidateWords,
): Promise<Candidates> {
  const { subscription, graphQuery, managementGroup = [] } = words;
  const { subscriptionsMeant } = await import('./subscriptions-meant.js');
  const meant = await subscriptionsMeant(context, words);
  if (graphQuery !== undefined) {
    return queriedIn(context, reader, { ...words, graphQuery, meant });
  }
  const ids = meant ??
    (subscription === undefined ? subscriptionsOfIds(words.vm) : undefined) ?? [
      await chooseSubscription(context, subscription, 'several'),
    ];
  const found = managementGroup.length > 0;
  const lists = await Promise.all(ids.map((id) => listedIn(reader, id, found)));
  const refused = ids.filter((_, at) => lists[at] === undefined);
  if (refused.length > 0) {
    context.leftOut(
      `${refused.length} subscriptions left out, as you cannot list their VMs: ${firstNames(refused)}`,
    );
  }
  return {
    listed: lists.flatMap((list) => list?.machines ?? []),
    unlisted: lists.flatMap((list) => list?.odd ?? []),
  };
}

/** Where machines are that are all named by ids; undefined where one is not. */
function subscriptionsOfIds(vm: readonly string[]): readonly string[] | undefined {
  const found = vm.map((text) => parseResourceId(text)?.subscriptionId.toLowerCase());
  const known = found.filter((id) => id !== undefined);
  return known.length === 0 || known.length < vm.length ? undefined : [...new Set(known)];
}

/**
 * The machines of a subscription.
 * @param mayRefuse true where nobody named the subscription: undefined is returned where its list is refused
 */
async function listedIn(
  reader: FactReader,
  subscriptionId: string,
  mayRefuse: boolean,
): Promise<Listed | undefined> {
  const fact = await reader.listedMachines(subscriptionId);
  if (mayRefuse && fact.status === 'unreadable' && fact.reason === 'forbidden') {
    return undefined;
  }
  const what = `the virtual machines of subscription ${subscriptionId}`;
  const list = requireFact(fact, what, { target: subscriptionId });
  return {
    machines: [...(list?.byId.values() ?? [])],
    odd: (list?.odd ?? []).map((id) => ({ id, name: nameOf(id), subscriptionId })),
  };
}

/** Only subscriptions with a machine of the query are listed. */
async function queriedIn(
  context: CommandContext,
  reader: FactReader,
  { graphQuery, meant, managementGroup = [] }: QueriedWords,
): Promise<Candidates> {
  const { queriedMachines } = await import('./queried-machines.js');
  const { uniqueIds } = await import('./subscriptions-meant.js');
  const scope =
    managementGroup.length > 0
      ? { managementGroups: managementGroup }
      : meant === undefined
        ? {}
        : { subscriptions: meant };
  const asked = await queriedMachines(context, { file: graphQuery, scope });
  const within = new Set(meant?.map((id) => id.toLowerCase()));
  const queried = asked.filter(
    ({ subscriptionId }) => meant === undefined || within.has(subscriptionId.toLowerCase()),
  );
  const ids = uniqueIds(queried.map(({ subscriptionId }) => subscriptionId));
  const lists = await Promise.all(ids.map((id) => listedIn(reader, id, true)));
  const wanted = new Set(queried.map(({ id }) => idKey(id)));
  const listed = lists
    .flatMap((list) => list?.machines ?? [])
    .filter(({ machine }) => wanted.has(idKey(machine.id)));
  const there = new Set(listed.map(({ machine }) => idKey(machine.id)));
  return { listed, unlisted: queried.filter(({ id }) => !there.has(idKey(id))) };
}

type QueriedWords = Pick<PlaceWords, 'managementGroup'> & {
  readonly graphQuery: string;
  readonly meant: readonly string[] | undefined;
};
