// Finds the virtual machines that `--vm` names: by full id, or by name in the subscription.

import { distance } from 'fastest-levenshtein';
import { isInGroups } from '../domain/fleet/selection.js';
import { idKey, parseResourceId, sameName, type ResourceId } from '../domain/resource-id.js';
import type { VirtualMachineSummary } from '../domain/virtual-machine.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { CommandContext } from '../commands/context.js';
import { chooseSubscription } from './choose-subscription.js';

/** A machine to work on; the location is not known yet when it was named by id. */
export interface Target {
  readonly id: ResourceId;
  readonly name: string;
  readonly subscriptionId: string;
  readonly location?: string;
}

/** How the user said which machines are meant. */
export interface TargetSelection {
  readonly vm: readonly string[];
  readonly subscription?: string | undefined;
  /** As typed; names need a single one. */
  readonly subscriptions?: readonly string[];
  readonly resourceGroup?: string | undefined;
  /** As typed; the group of an id has to be one of them, whatever the environment or a config file names. */
  readonly resourceGroups?: readonly string[];
}

/**
 * The machines in the order named, each once.
 * @throws AzbackupError when an id is malformed or of another subscription or group, a name is ambiguous (2)
 * or not there (3). Nothing has been changed then.
 */
export async function findTargets(
  context: CommandContext,
  selection: TargetSelection,
): Promise<readonly Target[]> {
  const parsed = selection.vm.map((text) => parseVmText(text));
  const names = parsed.filter((entry) => entry.kind === 'name');
  const { subscription, subscriptions = [], resourceGroup } = selection;
  const typed =
    subscriptions.length > 0 || subscription === undefined ? subscriptions : [subscription];
  const chosen = await Promise.all(typed.map((each) => chooseSubscription(context, each)));
  const listed =
    names.length === 0
      ? undefined
      : await listMachines(
          context,
          chosen[0] ?? (await chooseSubscription(context, undefined)),
          resourceGroup,
        );
  const targets = parsed.map((entry) =>
    entry.kind === 'id'
      ? checkGroup(checkSubscription(entry.target, chosen), selection.resourceGroups)
      : machineByName(
          entry.name,
          listed?.machines ?? [],
          listed?.subscriptionId ?? '',
          resourceGroup,
        ),
  );
  return [...new Map(targets.map((target) => [idKey(target.id), target])).values()];
}

/** A machine as `--vm` names it. */
export type VmText =
  | { readonly kind: 'id'; readonly target: Target }
  | { readonly kind: 'name'; readonly name: string };

/**
 * Tells a name from an id.
 * @throws AzbackupError `AZB_VM_ID_MALFORMED` (2)
 */
export function parseVmText(text: string): VmText {
  if (!text.includes('/')) {
    return { kind: 'name', name: text };
  }
  const parts = parseResourceId(text);
  if (parts === undefined || !sameName(parts.type, 'Microsoft.Compute/virtualMachines')) {
    throw usageError('AZB_VM_ID_MALFORMED', `not the id of a virtual machine: ${text}`, {
      target: text,
      causes: [
        'expected /subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Compute/virtualMachines/NAME',
      ],
      fix: ['use only the name (--vm NAME), or list ids with: az vm list --query "[].id" -o tsv'],
    });
  }
  return {
    kind: 'id',
    target: { id: text, name: parts.name, subscriptionId: parts.subscriptionId },
  };
}

function checkSubscription(target: Target, subscriptionIds: readonly string[]): Target {
  const isAmong = subscriptionIds.some((id) => sameName(target.subscriptionId, id));
  if (subscriptionIds.length > 0 && !isAmong) {
    throw usageError(
      'AZB_SUBSCRIPTION_MISMATCH',
      `${target.name} is in subscription ${target.subscriptionId}, not in ${subscriptionIds.join(', ')}`,
      { target: target.id, fix: ['omit --subscription, or choose a VM in that subscription'] },
    );
  }
  return target;
}

function checkGroup(target: Target, groups: readonly string[] = []): Target {
  if (!isInGroups(target.id, groups)) {
    const { resourceGroup = '' } = parseResourceId(target.id) ?? {};
    throw usageError(
      'AZB_RESOURCE_GROUP_MISMATCH',
      `${target.name} is in resource group ${resourceGroup}, not in ${groups.join(', ')}`,
      { target: target.id, fix: ['omit --resource-group, or choose a VM in that group'] },
    );
  }
  return target;
}

async function listMachines(
  context: CommandContext,
  subscriptionId: string,
  resourceGroup: string | undefined,
): Promise<{
  readonly subscriptionId: string;
  readonly machines: readonly VirtualMachineSummary[];
}> {
  const service = await context.services.virtualMachines();
  try {
    return { subscriptionId, machines: await service.list(subscriptionId, resourceGroup) };
  } catch (error) {
    throw resourceGroup !== undefined && isMissingGroup(error)
      ? groupNotFound(resourceGroup, subscriptionId)
      : error;
  }
}

/** Resource Manager's code, which the front door gives before it asks the provider. */
function isMissingGroup(error: unknown): boolean {
  return error instanceof AzbackupError && error.fields.azureCode === 'ResourceGroupNotFound';
}

function groupNotFound(resourceGroup: string, subscriptionId: string): AzbackupError {
  return new AzbackupError({
    code: 'AZB_RESOURCE_GROUP_NOT_FOUND',
    kind: 'not-found',
    message: `no resource group named ${resourceGroup} in subscription ${subscriptionId}`,
    target: resourceGroup,
    fix: ['omit --resource-group to search the whole subscription'],
  });
}

/**
 * The only machine of that name.
 * @throws AzbackupError `AZB_VM_AMBIGUOUS` (2), `AZB_VM_NOT_FOUND` (3)
 */
export function machineByName(
  name: string,
  listed: readonly VirtualMachineSummary[],
  subscriptionId: string,
  resourceGroup: string | undefined,
): Target {
  const found = listed.filter((machine) => sameName(machine.name, name));
  const [only] = found;
  if (only === undefined) {
    throw notFound(name, listed, subscriptionId, resourceGroup);
  }
  if (found.length > 1) {
    throw usageError('AZB_VM_AMBIGUOUS', `${found.length} virtual machines are named ${name}`, {
      target: name,
      causes: found.map(({ id }) => id),
      fix: ['use a resource id, or add --resource-group'],
    });
  }
  return { id: only.id, name: only.name, subscriptionId, location: only.location };
}

function notFound(
  name: string,
  listed: readonly VirtualMachineSummary[],
  subscriptionId: string,
  resourceGroup: string | undefined,
): AzbackupError {
  const near = nearNames(
    name,
    listed.map((machine) => machine.name),
  );
  const where =
    resourceGroup === undefined
      ? `subscription ${subscriptionId}`
      : `resource group ${resourceGroup}`;
  return new AzbackupError({
    code: 'AZB_VM_NOT_FOUND',
    kind: 'not-found',
    message: `no virtual machine named ${name} in ${where}`,
    target: name,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: near.slice(0, 1).map((candidate) => `did you mean: --vm ${candidate}`),
  });
}

/** What is short may be the beginning of a long name: `Defalt` of `DefaultPolicy`. */
function stepsBetween(name: string, candidate: string, limit: number): number {
  const whole = distance(name, candidate);
  if (whole <= limit || name.length < SHORTEST_BEGINNING) {
    return whole;
  }
  const beginnings = [name.length, name.length + 1].map((end) => candidate.slice(0, end));
  return Math.min(...beginnings.map((beginning) => distance(name, beginning)));
}

const SHORTEST_BEGINNING = 5;

/** At most three names that differ little from the one given, nearest first. */
export function nearNames(name: string, candidates: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(candidates)]
    .map((candidate) => ({
      candidate,
      steps: stepsBetween(name.toLowerCase(), candidate.toLowerCase(), limit),
    }))
    .filter(({ steps }) => steps <= limit)
    .toSorted(
      (left, right) => left.steps - right.steps || (left.candidate < right.candidate ? -1 : 1),
    )
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
