// Which subscriptions the words of a command mean: those that are typed, and those beneath management groups.

import type { CommandContext } from '../../commands/context.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { chooseSubscription } from '../choose-subscription.js';

/** What of a command line says so, as typed. */
export interface PlaceWords {
  readonly subscriptions?: readonly string[];
  readonly managementGroup?: readonly string[];
}

/** The subscriptions that a caller can read, whatever is asked about. */
const SUBSCRIPTIONS =
  "resourcecontainers | where type =~ 'microsoft.resources/subscriptions' | project id";

/**
 * Ids, each once; undefined where the command line says nothing of it. With both words both must hold.
 * @throws AzbackupError of `chooseSubscription`, `AZB_NOT_ALLOWED` (4) and `AZB_NOTHING_SELECTED` (3) of management groups
 */
export async function subscriptionsMeant(
  context: CommandContext,
  { subscriptions = [], managementGroup = [] }: PlaceWords,
): Promise<readonly string[] | undefined> {
  const typed = await Promise.all(subscriptions.map((each) => chooseSubscription(context, each)));
  if (managementGroup.length === 0) {
    return typed.length === 0 ? undefined : uniqueIds(typed);
  }
  const groups = await Promise.all(managementGroup.map((name) => beneath(context, name)));
  const found = uniqueIds(groups.flat());
  const wanted = new Set(typed.map((id) => id.toLowerCase()));
  const meant = typed.length === 0 ? found : found.filter((id) => wanted.has(id.toLowerCase()));
  if (meant.length === 0) {
    throw nothingBeneath(managementGroup, typed);
  }
  return meant;
}

/** Ids of subscriptions, each once. */
export function uniqueIds(ids: readonly string[]): readonly string[] {
  return [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
}

/** What was read, or why it was not. */
type Reading =
  | { readonly status: 'read'; readonly ids: readonly string[] }
  | { readonly status: 'failed'; readonly error: AzbackupError };

/**
 * The subscriptions beneath a group that the caller can read, from Resource Graph; where it refuses, those of Resource
 * Manager's list that are among the caller's own. That list has the others, too: they are named, not left out in silence.
 */
async function beneath(context: CommandContext, name: string): Promise<readonly string[]> {
  const [readable, all] = await Promise.all([
    attempt(() => readableBeneath(context, name)),
    attempt(async () => (await context.services.subscriptions()).beneath(name)),
  ]);
  if (readable.status === 'failed' && all.status === 'failed') {
    throw groupUnreadable(name, all.error, readable.error);
  }
  const own = readable.status === 'read' ? readable.ids : await ownSubscriptions(context);
  const seen = new Set(own.map((id) => id.toLowerCase()));
  if (all.status === 'failed') {
    context.warn(
      `management group ${name}: only subscriptions that you can read are looked at; to learn of others you need Microsoft.Management/managementGroups/descendants/read`,
    );
    return own;
  }
  const hidden = all.ids.filter((id) => !seen.has(id.toLowerCase()));
  if (hidden.length > 0) {
    context.leftOut(
      `management group ${name}: ${hidden.length} of ${all.ids.length} subscriptions left out, as you cannot read them: ${firstNames(hidden)}`,
    );
  }
  return readable.status === 'read' ? own : all.ids.filter((id) => seen.has(id.toLowerCase()));
}

async function attempt(read: () => Promise<readonly string[]>): Promise<Reading> {
  try {
    return { status: 'read', ids: await read() };
  } catch (error) {
    if (error instanceof AzbackupError) {
      return { status: 'failed', error };
    }
    throw error;
  }
}

async function readableBeneath(
  { services }: CommandContext,
  name: string,
): Promise<readonly string[]> {
  const ids = await (
    await services.resourceGraph()
  ).ids(SUBSCRIPTIONS, {
    managementGroups: [name],
  });
  return ids.map((id) => id.replace(/^\/subscriptions\//iu, ''));
}

async function ownSubscriptions({ services }: CommandContext): Promise<readonly string[]> {
  return (await (await services.subscriptions()).list()).map(({ id }) => id);
}

/** Azure refuses a group that does not exist as it does one without rights. */
function groupUnreadable(
  name: string,
  { fields }: AzbackupError,
  graph: AzbackupError,
): AzbackupError {
  return new AzbackupError({
    ...fields,
    message: `the subscriptions of management group ${name} could not be read`,
    target: name,
    causes: [
      ...(fields.kind === 'not-allowed'
        ? ['there is no such group, or you have no role at it']
        : []),
      `Resource Manager: ${fields.message}`,
      `Resource Graph: ${graph.fields.message}`,
      'a management group has a name besides its display name',
      'without it: name the subscriptions with --subscription A --subscription B',
    ],
    fix: ['az account management-group list -o table'],
  });
}

function nothingBeneath(groups: readonly string[], typed: readonly string[]): AzbackupError {
  const which =
    typed.length === 0 ? 'no subscription that you can read' : 'none of the subscriptions';
  return new AzbackupError({
    code: 'AZB_NOTHING_SELECTED',
    kind: 'not-found',
    message: `${which} is beneath management group ${groups.join(', ')}`,
    causes: typed.map((id) => `asked for: ${id}`),
    fix: ['az account management-group list -o table'],
  });
}
