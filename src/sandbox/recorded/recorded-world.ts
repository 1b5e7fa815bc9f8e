// A world in which a recording could have been made: everything that its requests speak of exists under
// the recorded names, but what the recording itself creates.

import { z } from 'zod';
import { seedVirtualMachine } from '../providers/compute/virtual-machines/seed.js';
import { seedRecoveryVault } from '../providers/recovery-services/vaults/seed.js';
import { seedStorageAccount } from '../providers/storage/storage-account.js';
import { worldIds } from '../kernel/ids.js';
import { isoInstant, parseInstant } from '../kernel/time/instant.js';
import { findByHostName, findResource } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';
import { addKeyVault, assignRole, OWNER_ROLE, type BaseWorld } from './base-world.js';
import { seedRecordedIdentities } from './recorded-identities.js';
import type { Recording } from './recording.js';

const DAY_MILLISECONDS = 86_400_000;
const MINUTE_MILLISECONDS = 60_000;
const RESOURCE_ID =
  /\/subscriptions\/[\w-]+\/resourceGroups\/[^/"?]+\/providers\/(?<type>Microsoft\.\w+\/\w+)\/[^/"?]+/giu;
const GROUP_ID = /\/subscriptions\/[\w-]+\/resourceGroups\/[^/"?&]+/giu;

/** Puts into a world what the recording speaks of; its clock then stands at the first recorded instant. */
export function recordedWorld(recording: Recording, base: BaseWorld): WorldState {
  const { state } = base;
  state.nowMilliseconds = recordedStart(recording) ?? state.nowMilliseconds;
  // Recordings say when a job was listed, and not when it first could be.
  state.jobListing = { leastSeconds: 0, mostSeconds: 0 };
  const text = JSON.stringify(recording.exchanges);
  for (const [, subscriptionId = ''] of text.matchAll(/\/subscriptions\/([\w-]+)/giu)) {
    addSubscription(base, subscriptionId);
  }
  for (const id of matches(text, GROUP_ID)) {
    addGroup(state, id);
  }
  for (const id of [...matches(text, RESOURCE_ID), ...machinesOfItems(state, text)]) {
    if (!isMadeByRecording(recording, id)) {
      addResource(base, recording, id);
    }
  }
  const region = /"x-ms-keyvault-region":"(?<region>\w+)"/u.exec(text)?.groups?.['region'];
  addKeyVaultsOfHosts(base, recording, region);
  seedRecordedIdentities(base, recording, (id) => isMadeByRecording(recording, id));
  hideNewMachines(state, recording);
  return state;
}

/** When the first exchange took place that says so, milliseconds since the epoch. */
function recordedStart({ exchanges }: Recording): number | undefined {
  const dates = exchanges.map(({ response }) => response.headers?.['date']);
  const date = dates.find((found) => found !== undefined);
  return date === undefined ? undefined : parseInstant(date);
}

function addSubscription({ state, asker }: BaseWorld, subscriptionId: string): void {
  if (state.subscriptions.some((found) => found.subscriptionId === subscriptionId)) {
    return;
  }
  state.subscriptions.push({
    subscriptionId,
    displayName: 'Recorded',
    tenantId: asker.tenantId,
    state: 'Enabled',
    registeredProviders: [
      'microsoft.keyvault',
      'microsoft.compute',
      'microsoft.managedidentity',
      'microsoft.recoveryservices',
    ],
  });
  assignRole(state, asker.objectId, OWNER_ROLE, `/subscriptions/${subscriptionId}`);
}

function addGroup(state: WorldState, id: string): void {
  const name = id.split('/')[4] ?? '';
  state.resourceGroups[id.toLowerCase()] ??= { id, name, location: 'eastus2euap', tags: {} };
}

function addResource(base: BaseWorld, recording: Recording, id: string): void {
  const { state } = base;
  if (findResource(state, id) !== undefined) {
    return;
  }
  const location = recordedLocation(recording, id);
  if (id.includes('Microsoft.Compute/virtualMachines/')) {
    seedVirtualMachine(state, worldIds(state), {
      id,
      location,
      osType: 'Windows',
      size: 'Standard_DS1_v2',
      tags: recordedMembers(recording, id)?.tags ?? {},
      createdMilliseconds: state.nowMilliseconds - DAY_MILLISECONDS,
    });
  } else if (id.includes('Microsoft.KeyVault/vaults/')) {
    addRecordedKeyVault(base, recording, id, location);
  } else if (id.includes('Microsoft.RecoveryServices/vaults/')) {
    const createdMilliseconds = state.nowMilliseconds - DAY_MILLISECONDS;
    seedRecoveryVault(state, { id, location, createdMilliseconds });
  } else if (id.includes('Microsoft.Storage/storageAccounts/')) {
    const createdMilliseconds = state.nowMilliseconds - DAY_MILLISECONDS;
    seedStorageAccount(state, {
      id: recordedMembers(recording, id)?.id ?? id,
      location,
      createdMilliseconds,
      kind: 'Storage',
      sku: 'Standard_LRS',
    });
  }
}

function addRecordedKeyVault(
  base: BaseWorld,
  recording: Recording,
  id: string,
  location: string,
): void {
  const { properties = {}, systemData } = recordedMembers(recording, id) ?? {};
  addKeyVault(base, id, properties, location);
  const vault = findResource(base.state, id);
  if (vault !== undefined && systemData !== undefined) {
    vault.extra = { systemData };
  }
}

function addKeyVaultsOfHosts(
  base: BaseWorld,
  { exchanges }: Recording,
  region: string | undefined,
): void {
  const hosts = exchanges.map(({ request }) => new URL(request.url).hostname);
  for (const host of new Set(hosts.filter((name) => name.endsWith('.vault.azure.net')))) {
    const name = host.split('.')[0] ?? '';
    if (findByHostName(base.state, 'Microsoft.KeyVault/vaults', name) !== undefined) {
      continue;
    }
    const id = `${groupOf(base.state)}/providers/Microsoft.KeyVault/vaults/${name}`;
    addKeyVault(base, id, { softDeleteRetentionInDays: 7 }, region ?? 'westus');
  }
}

/**
 * Machines that only a later list of protectable machines has are newer than what the vault has seen;
 * those of the first list are older.
 */
function hideNewMachines(state: WorldState, { exchanges }: Recording): void {
  const lists = exchanges
    .filter(({ request }) => request.url.includes('/backupProtectableItems?'))
    .map(({ response }) => JSON.stringify(response.body).toLowerCase());
  for (const resource of Object.values(state.resources)) {
    const listed = lists.map((list) => list.includes(`"${resource.id.toLowerCase()}"`));
    if (listed[0] === false && listed.includes(true)) {
      resource.properties['timeCreated'] = isoInstant(
        state.nowMilliseconds - MINUTE_MILLISECONDS,
      ).replace('Z', '+00:00');
    }
  }
  for (const vault of Object.values(state.backup)) {
    vault.discoveredMilliseconds = state.nowMilliseconds - 2 * MINUTE_MILLISECONDS;
  }
}

/** The first request for it creates it, or finds nothing. */
function isMadeByRecording({ exchanges }: Recording, id: string): boolean {
  const first = exchanges.find(
    ({ request }) =>
      decodeURIComponent(new URL(request.url).pathname).toLowerCase() === id.toLowerCase(),
  );
  const { status, body } = first?.response ?? {};
  const creates = first?.request.method === 'PUT';
  return (
    status === 404 ||
    (creates && (status === 201 || JSON.stringify(body).includes('RegisteringDns')))
  );
}

/** What the first whole answer says of a resource. */
function recordedMembers(
  { exchanges }: Recording,
  id: string,
): z.infer<typeof resourceSchema> | undefined {
  return exchanges
    .filter(({ request }) => request.method === 'GET')
    .map(({ response }) => resourceSchema.safeParse(response.body).data)
    .find((body) => body?.id.toLowerCase() === id.toLowerCase());
}

/** The region that an answer gives for the resource, otherwise the one that az's tests use. */
function recordedLocation({ exchanges }: Recording, id: string): string {
  const bodies = exchanges
    .map(({ response }) => resourceSchema.safeParse(response.body).data)
    .filter((body) => body?.location !== undefined);
  const own = bodies.find((body) => body?.id.toLowerCase() === id.toLowerCase());
  return (own ?? bodies[0])?.location ?? 'eastus2euap';
}

const resourceSchema = z.object({
  id: z.string(),
  location: z.string().optional(),
  tags: z.record(z.string(), z.string()).exactOptional(),
  properties: z.record(z.string(), z.unknown()).exactOptional(),
  systemData: z.unknown().exactOptional(),
});

const ITEM_NAME = /iaasvmcontainerv2(?:;|%3B)(?<group>[\w.-]+)(?:;|%3B)(?<machine>[\w.-]+)/giu;

/** Machines that only names of items and containers speak of. */
function machinesOfItems(state: WorldState, text: string): string[] {
  return [...text.matchAll(ITEM_NAME)].flatMap(({ groups = {} }) => {
    const group = Object.values(state.resourceGroups).find(
      ({ name }) => name.toLowerCase() === groups['group']?.toLowerCase(),
    );
    const id = `${group?.id}/providers/Microsoft.Compute/virtualMachines/${groups['machine']}`;
    const known = text.toLowerCase().includes(`${id.toLowerCase()}"`);
    return group === undefined || known ? [] : [id];
  });
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

/** A group for what nothing says the group of. */
function groupOf({ resourceGroups, subscriptions }: WorldState): string {
  const [group] = Object.values(resourceGroups);
  return group?.id ?? `/subscriptions/${subscriptions[0]?.subscriptionId}/resourceGroups/rg`;
}
