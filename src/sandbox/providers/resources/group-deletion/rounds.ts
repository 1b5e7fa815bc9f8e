// How a resource group goes: its resources are asked to, one kind after the other, until none is left or none will.
// Documentation: Azure Resource Manager resource group and resource deletion.

import { faultFor } from '../../../faults/request-faults.js';
import { providerError, scopeLocked } from '../../../http/arm-error.js';
import type { OperationResponse, SendWithin } from '../../../http/operation.js';
import { entriesWith, keysBelow } from '../../../kernel/entry-index.js';
import { idsNamed } from '../../../kernel/ids.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import {
  findResource,
  listResourcesBelow,
  removeResource,
  resourceKey,
  type ArmResource,
} from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { DENY_TYPE } from '../../authorization/deny-assignments/deny-assignments.js';
import { LOCK_TYPE, lockedScopes } from '../../authorization/locks/locks.js';
import { managerJobId } from './job.js';
import { groupsByNextRound, type DeletionRefusal, type GroupDeletion } from './state.js';

type ResourceGroup = WorldState['resourceGroups'][string];

/** Between one kind of resources and the next; an assumption. */
const ROUND_MILLISECONDS = 10_000;

/** How long what may pass is tried again; documented. */
const RETRY_MILLISECONDS = 15 * 60_000;

/** A step in the deletion of a group that is due. */
export interface GroupRound {
  readonly atMilliseconds: number;
  readonly group: ResourceGroup;
  readonly deletion: GroupDeletion;
}

/** The deletion of a group as it begins. */
export function newDeletion(
  { name, location }: ResourceGroup,
  nowMilliseconds: number,
): GroupDeletion {
  return {
    jobId: managerJobId('RESOURCEGROUPDELETIONJOB', name, location),
    startedMilliseconds: nowMilliseconds,
    nextMilliseconds: nowMilliseconds + ROUND_MILLISECONDS,
    refused: {},
    progressed: false,
  };
}

/** The first step that is due up to an instant (milliseconds since the epoch). */
export function nextGroupRound(state: WorldState, nowMilliseconds: number): GroupRound | undefined {
  return entriesWith(state.resourceGroups, groupsByNextRound, { from: 0, to: nowMilliseconds })
    .flatMap((group) => {
      const { deletion } = group;
      return deletion === undefined
        ? []
        : [{ group, deletion, atMilliseconds: deletion.nextMilliseconds }];
    })
    .toSorted((left, right) => left.atMilliseconds - right.atMilliseconds)[0];
}

/** Asks the next kind of resources to go, or ends the deletion well or badly. */
export async function carryOutRound(
  state: WorldState,
  { group, deletion, atMilliseconds }: GroupRound,
  sendWithin: SendWithin,
): Promise<void> {
  deletion.nextMilliseconds = atMilliseconds + ROUND_MILLISECONDS;
  const left = resourcesOf(state, group.id);
  if (left.some((resource) => isGoing(resource))) {
    return;
  }
  const open = left.filter(({ id }) => deletion.refused[resourceKey(id)] === undefined);
  if (open.length > 0) {
    const next = Math.min(...open.map((resource) => turnOf(resource)));
    for (const resource of open.filter((each) => turnOf(each) === next)) {
      await letGo(state, { resource, deletion, atMilliseconds }, sendWithin);
    }
    return;
  }
  if (left.length === 0) {
    removeGroup(state, group, atMilliseconds);
    return;
  }
  const refusals = left.map(({ id }) => ({ id, refusal: deletion.refused[resourceKey(id)] }));
  const mayPass =
    deletion.progressed ||
    (refusals.some(({ refusal }) => isRetried(refusal?.status ?? 0)) &&
      atMilliseconds < deletion.startedMilliseconds + RETRY_MILLISECONDS);
  if (mayPass) {
    deletion.refused = {};
    deletion.progressed = false;
    return;
  }
  block(state, { group, deletion, atMilliseconds }, refusals);
}

/** Locks and the like lie on resources and are none of the group's own. */
function resourcesOf(state: WorldState, groupId: string): ArmResource[] {
  return listResourcesBelow(state, groupId).filter(
    ({ type }) => type !== LOCK_TYPE && type !== DENY_TYPE,
  );
}

function isGoing({ properties }: ArmResource): boolean {
  return properties['provisioningState'] === 'Deleting';
}

/** Of documentation: 5xx, 429 and 408. */
function isRetried(status: number): boolean {
  return status >= 500 || status === 429 || status === 408;
}

/** Kinds in the order in which they use each other. */
const TURNS = [
  'microsoft.compute/virtualmachines',
  'microsoft.network/networkinterfaces',
  '',
  'microsoft.network/virtualnetworks',
  'microsoft.network/networksecuritygroups',
];

/** Documented: first what is part of another resource, then what manages others, then the rest. */
function turnOf({ type, id }: ArmResource): number {
  if (parseResourceId(id).names.length > 1) {
    return -1;
  }
  const known = TURNS.indexOf(type.toLowerCase());
  return known === -1 ? TURNS.indexOf('') : known;
}

async function letGo(
  state: WorldState,
  {
    resource,
    deletion,
    atMilliseconds,
  }: {
    readonly resource: ArmResource;
    readonly deletion: GroupDeletion;
    readonly atMilliseconds: number;
  },
  sendWithin: SendWithin,
): Promise<void> {
  const { status, body } = await askToGo(state, resource, atMilliseconds, sendWithin);
  if (status >= 400) {
    deletion.refused[resourceKey(resource.id)] = { status, body };
    return;
  }
  deletion.progressed = true;
  const still = findResource(state, resource.id);
  if (still !== undefined && !isGoing(still)) {
    removeResource(state, resource.id);
  }
}

/** What is not there, and what the sandbox deletes only with its group. */
const GONE: readonly number[] = [404, 501];

/** The version in which each provider is asked. */
const API_VERSIONS: Readonly<Record<string, string>> = {
  'microsoft.compute': '2024-07-01',
  'microsoft.compute/disks': '2024-03-02',
  'microsoft.compute/diskencryptionsets': '2024-03-02',
  'microsoft.keyvault': '2023-07-01',
  'microsoft.managedidentity': '2023-01-31',
  'microsoft.network': '2024-05-01',
  'microsoft.recoveryservices': '2024-04-01',
  'microsoft.storage': '2023-01-01',
};

/** Locks count here too: one above may have come after the deletion began. */
async function askToGo(
  state: WorldState,
  { id, type }: ArmResource,
  nowMilliseconds: number,
  sendWithin: SendWithin,
): Promise<OperationResponse> {
  const locked = lockedScopes(state, id, 'delete');
  if (locked.length > 0) {
    return scopeLocked(id, 'delete', locked);
  }
  const key = type.toLowerCase();
  const version = API_VERSIONS[key] ?? API_VERSIONS[key.split('/')[0] ?? ''];
  if (version === undefined) {
    return { status: 204 };
  }
  const url = new URL(id, 'https://management.azure.com');
  const fault = faultOf(state, url);
  if (fault !== undefined) {
    return fault;
  }
  url.searchParams.set('api-version', version);
  const answer = await sendWithin({ method: 'DELETE', url, caller: undefined, nowMilliseconds });
  return GONE.includes(answer.status) ? { status: 204 } : answer;
}

/** A fault of the world that names deletions meets those of Resource Manager as well. */
function faultOf(state: WorldState, url: URL): OperationResponse | undefined {
  const faults = (state.faults ?? []).filter(({ match }) => /^delete /iu.test(match));
  const fault = faultFor(faults, { method: 'DELETE', url: url.href });
  return fault?.kind === 'status'
    ? providerError(
        fault.status,
        fault.code ?? 'SandboxFault',
        fault.message ?? 'A fault of the sandbox answered this request.',
      )
    : undefined;
}

/** Deployments are the group's own; role assignments stay behind, which is an assumption. */
function removeGroup(state: WorldState, { id }: ResourceGroup, atMilliseconds: number): void {
  const key = resourceKey(id);
  const { deletion } = state.resourceGroups[key] ?? {};
  for (const { id: lock } of listResourcesBelow(state, id)) {
    removeResource(state, lock);
  }
  for (const deployment of keysBelow(state.deployments ?? {}, `${key}/`)) {
    delete state.deployments?.[deployment];
  }
  delete state.resourceGroups[key];
  if (deletion !== undefined) {
    recordEnd(state, { id, deletion, atMilliseconds }, { status: 'Succeeded' });
  }
}

function block(
  state: WorldState,
  { group, deletion, atMilliseconds }: GroupRound,
  refusals: readonly { readonly id: string; readonly refusal: DeletionRefusal | undefined }[],
): void {
  const identifiers = refusals.map(({ id }) => id.split(/\/providers\//iu).at(-1)).join(',');
  const trackingId = idsNamed(state, `${deletion.jobId} ${atMilliseconds}`).guid();
  delete group.deletion;
  recordEnd(
    state,
    { id: group.id, deletion, atMilliseconds },
    {
      status: 'Failed',
      code: 'ResourceGroupDeletionBlocked',
      message: `Deletion of resource group '${group.name}' failed as resources with identifiers '${identifiers}' could not be deleted. The provisioning state of the resource group will be rolled back. The tracking Id is '${trackingId}'. Please check audit logs for more details.`,
      details: refusals.map(({ id, refusal }) => ({
        code: null,
        target: id,
        message: JSON.stringify(refusal?.body ?? {}),
      })),
    },
  );
}

function recordEnd(
  state: WorldState,
  {
    id,
    deletion,
    atMilliseconds,
  }: {
    readonly id: string;
    readonly deletion: GroupDeletion;
    readonly atMilliseconds: number;
  },
  outcome: WorldState['operations'][string]['outcome'],
): void {
  state.operations[deletion.jobId] = {
    id: deletion.jobId,
    kind: 'group-delete',
    resourceId: id,
    startedMilliseconds: deletion.startedMilliseconds,
    endsMilliseconds: atMilliseconds,
    outcome,
    carriedOut: true,
  };
}
