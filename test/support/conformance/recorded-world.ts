// A world in which a recording could have been made: everything that its requests speak of exists under
// the recorded names, but what the recording itself creates.

import type { Principal } from '../../../src/sandbox/providers/graph/state.js';
import { seedVirtualMachine } from '../../../src/sandbox/providers/compute/seed.js';
import { seedRecoveryVault } from '../../../src/sandbox/providers/recovery-services/seed.js';
import { worldIds } from '../../../src/sandbox/world/ids.js';
import type { WorldState } from '../../../src/sandbox/world/state.js';
import type { Exchange, Recording } from '../recordings.js';
import { addVault, assign, tiny, tinyWorld } from '../tiny-world.js';

const DAY_MILLISECONDS = 86_400_000;
const RESOURCE_ID =
  /\/subscriptions\/[\w-]+\/resourceGroups\/[^/"?]+\/providers\/(?<type>Microsoft\.\w+\/\w+)\/[^/"?]+/giu;
const GROUP_ID = /\/subscriptions\/[\w-]+\/resourceGroups\/[^/"?&]+/giu;

/** Builds the world; its clock stands at the first recorded instant. */
export function recordedWorld(recording: Recording): WorldState {
  const state = tinyWorld();
  state.nowMilliseconds = recordedInstant(recording.exchanges[0]) ?? state.nowMilliseconds;
  const text = JSON.stringify(recording.exchanges);
  for (const [, subscriptionId = ''] of text.matchAll(/\/subscriptions\/([\w-]+)/giu)) {
    addSubscription(state, subscriptionId);
  }
  for (const id of matches(text, GROUP_ID)) {
    addGroup(state, id);
  }
  for (const id of matches(text, RESOURCE_ID)) {
    if (!isMadeByRecording(recording, id)) {
      addResource(state, recording, id);
    }
  }
  const region = /"x-ms-keyvault-region":"(?<region>\w+)"/u.exec(text)?.groups?.['region'];
  addKeyVaultsOfHosts(state, text, region);
  return state;
}

/** When an exchange took place, milliseconds since the epoch; undefined when it does not say. */
export function recordedInstant(exchange: Exchange | undefined): number | undefined {
  const date = exchange?.response.headers?.['date'];
  return date === undefined ? undefined : Date.parse(date);
}

/** Adds an application or user with this object id. */
export function addPrincipal(
  state: WorldState,
  principal: Pick<Principal, 'objectId' | 'type'> & Partial<Principal>,
): void {
  state.directory.principals.push({
    tenantId: tiny.tenantId,
    displayName: principal.objectId,
    graphPermissions: [],
    accountEnabled: true,
    ...principal,
  });
}

function addSubscription(state: WorldState, subscriptionId: string): void {
  if (state.subscriptions.some((found) => found.subscriptionId === subscriptionId)) {
    return;
  }
  state.subscriptions.push({
    subscriptionId,
    displayName: 'Recorded',
    tenantId: tiny.tenantId,
    state: 'Enabled',
    registeredProviders: ['microsoft.keyvault', 'microsoft.compute', 'microsoft.recoveryservices'],
  });
  assign(state, tiny.ownerId, tiny.ownerRole, `/subscriptions/${subscriptionId}`);
}

function addGroup(state: WorldState, id: string): void {
  const name = id.split('/')[4] ?? '';
  state.resourceGroups[id.toLowerCase()] ??= { id, name, location: 'eastus2euap', tags: {} };
}

function addResource(state: WorldState, recording: Recording, id: string): void {
  const location = recordedLocation(recording, id);
  switch (id.split('/').at(-2)) {
    case 'virtualMachines':
      seedVirtualMachine(state, worldIds(state), {
        id,
        location,
        osType: 'Windows',
        createdMilliseconds: state.nowMilliseconds - DAY_MILLISECONDS,
      });
      break;
    case 'vaults':
      if (id.includes('Microsoft.KeyVault')) {
        addVault(state, id, { enabledForDiskEncryption: true }, location);
      } else {
        seedRecoveryVault(state, {
          id,
          location,
          createdMilliseconds: state.nowMilliseconds - DAY_MILLISECONDS,
        });
      }
      break;
    default:
      break;
  }
}

function addKeyVaultsOfHosts(
  state: WorldState,
  text: string,
  region: string | undefined,
): void {
  const names = [...text.matchAll(/https:\/\/(?<name>[\w-]+)\.vault\.azure\.net/gu)].map(
    (match) => match.groups?.['name'] ?? '',
  );
  for (const name of new Set(names)) {
    const exists = Object.values(state.resources).some((found) => found.name === name);
    if (!exists) {
      const id = `${tiny.group}/providers/Microsoft.KeyVault/vaults/${name}`;
      addVault(state, id, { softDeleteRetentionInDays: 7 }, region ?? 'westus');
    }
  }
}

/** The first request for it creates it, or finds nothing. */
function isMadeByRecording({ exchanges }: Recording, id: string): boolean {
  const first = exchanges.find(
    ({ request }) => decodeURIComponent(new URL(request.url).pathname).toLowerCase() === id.toLowerCase(),
  );
  const { status, body } = first?.response ?? {};
  const creates = first?.request.method === 'PUT';
  return (
    status === 404 ||
    (creates && (status === 201 || JSON.stringify(body).includes('RegisteringDns')))
  );
}

/** The region that an answer gives for the resource, otherwise the one that az's tests use. */
function recordedLocation({ exchanges }: Recording, id: string): string {
  const bodies = exchanges.map(({ response }) => response.body).filter(hasLocation);
  const own = bodies.find((body) => body.id.toLowerCase() === id.toLowerCase());
  return (own ?? bodies[0])?.location ?? 'eastus2euap';
}

function hasLocation(body: unknown): body is { readonly id: string; readonly location: string } {
  return (
    typeof body === 'object' &&
    body !== null &&
    'id' in body &&
    'location' in body &&
    typeof body.id === 'string' &&
    typeof body.location === 'string'
  );
}

/** Distinct matches, compared without case; the first spelling counts. */
function matches(text: string, pattern: RegExp): string[] {
  const found = new Map<string, string>();
  for (const [match] of text.matchAll(pattern)) {
    const key = match.toLowerCase();
    found.set(key, found.get(key) ?? match);
  }
  return [...found.values()];
}
