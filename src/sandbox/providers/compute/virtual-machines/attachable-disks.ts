// Whether the disks of a request can be attached to a machine: they are there, in its place, and nobody else's.

import { z } from 'zod';
import { entriesWith, type EntryIndex } from '../../../kernel/entry-index.js';
import type { OperationResponse } from '../../../http/operation.js';
import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { findResource, resourceKey, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { findBlob } from '../../storage-data/blobs.js';
import { findStorageAccount } from '../../storage/storage-account.js';
import { blobOfUri } from '../disks/disk-image.js';
import { placeOf, wantedDisks, type MachineBody, type WantedDisk } from './body.js';
import {
  blobDisk,
  diskInOtherZone,
  diskOwned,
  invalidParameter,
  missingParameter,
  mixedDisks,
  otherRegion,
  otherSecurityType,
  planMissing,
  referenceNotFound,
} from './errors.js';
import { planSchema, samePlan } from './plan.js';
import { sharesPlace } from './start.js';
import { DISK_TYPE, VIRTUAL_MACHINE_TYPE } from './state.js';

/** A disk of a request with what it was found to be. */
export interface AttachableDisk {
  readonly wanted: WantedDisk;
  /** Undefined for a disk that is a blob. */
  readonly managed: ArmResource | undefined;
  readonly name: string;
  readonly sizeGB: number | undefined;
}

/** The disks of a request for a machine; throws a Refusal when one cannot be attached to it. */
export function attachableDisks(
  state: WorldState,
  machineId: string,
  body: MachineBody,
): readonly AttachableDisk[] {
  const wanted = wantedDisks(body);
  refuseDoubles(wanted);
  const attachable = wanted.map((disk) => attachableDisk(state, machineId, body, disk));
  const [osDisk] = attachable;
  if (
    attachable.some(({ managed }) => (managed === undefined) !== (osDisk?.managed === undefined))
  ) {
    throw new Refusal(mixedDisks(osDisk?.managed !== undefined));
  }
  refuseOtherSystem(osDisk?.managed, body);
  refuseOtherSecurity(osDisk?.managed, body);
  refuseOtherPlan(osDisk?.managed, machineId, body);
  return attachable;
}

/** Throws a Refusal when two disks of a request share a LUN, or are the same. */
export function refuseDoubles(disks: readonly WantedDisk[]): void {
  const seen = new Set<number>();
  const places = new Set<string>();
  for (const disk of disks) {
    const { lun, name: ownName = '' } = disk;
    if (seen.has(lun)) {
      throw new Refusal(invalidParameter(`A disk at LUN ${lun} already exists.`, 'dataDisk.lun'));
    }
    seen.add(lun);
    const place = resourceKey(placeOf(disk) === '' ? ownName : placeOf(disk));
    if (places.has(place)) {
      const name = place.split('/').at(-1) ?? '';
      throw new Refusal(invalidParameter(`A disk named '${name}' already exists.`, 'dataDisks'));
    }
    places.add(place);
  }
}

/** A disk of a request that is to be attached; throws a Refusal when it cannot be. */
export function attachableDisk(
  state: WorldState,
  machineId: string,
  body: MachineBody,
  wanted: WantedDisk,
): AttachableDisk {
  if (wanted.createOption !== 'Attach') {
    throw new Refusal(notModelled(`createOption ${wanted.createOption} of a machine's disk`));
  }
  const which = wanted.lun === -1 ? 'osDisk' : 'dataDisk';
  if (wanted.managedDisk !== undefined) {
    const { id } = wanted.managedDisk;
    if (id === undefined) {
      throw new Refusal(missingParameter(`${which}.managedDisk.id`));
    }
    return attachableResource(state, machineId, body, { wanted, id });
  }
  const { vhd, name } = wanted;
  if (vhd === undefined || name === undefined) {
    throw new Refusal(missingParameter(`${which}.${vhd === undefined ? 'managedDisk' : 'name'}`));
  }
  const size = blobDiskSize(state, machineId, body, { uri: vhd.uri, name });
  return { wanted, managed: undefined, name, sizeGB: wanted.diskSizeGB ?? size };
}

function attachableResource(
  state: WorldState,
  machineId: string,
  body: MachineBody,
  { wanted, id }: { readonly wanted: WantedDisk; readonly id: string },
): AttachableDisk {
  const disk = findResource(state, id);
  if (disk?.type.toLowerCase() !== DISK_TYPE.toLowerCase()) {
    throw new Refusal(referenceNotFound(id));
  }
  const refused = whyNotAttachable(disk, machineId, body);
  if (refused !== undefined) {
    throw new Refusal(refused);
  }
  const size = disk.properties['diskSizeGB'];
  return {
    wanted,
    managed: disk,
    name: disk.name,
    sizeGB: typeof size === 'number' ? size : undefined,
  };
}

function whyNotAttachable(
  disk: ArmResource,
  machineId: string,
  body: MachineBody,
): OperationResponse | undefined {
  const owner = disk.extra?.['managedBy'];
  if (typeof owner === 'string' && resourceKey(owner) !== resourceKey(machineId)) {
    return diskOwned(disk.id, owner);
  }
  const subscription = parseResourceId(machineId).subscriptionId ?? '';
  const ofDisk = parseResourceId(disk.id).subscriptionId ?? '';
  if (ofDisk.toLowerCase() !== subscription.toLowerCase()) {
    const message = `Subscription ${subscription} of the request must match the subscription ${ofDisk} contained in the managed disk id.`;
    return invalidParameter(message, 'managedDisk.id');
  }
  if (disk.location?.toLowerCase() !== body.location.toLowerCase()) {
    return otherRegion(disk.id, body.location);
  }
  const zones = { machine: zoneOf(body.zones), disk: zoneOf(disk.extra?.['zones']) };
  // A zone-redundant disk has no zone of its own and goes with any.
  const bound = zones.disk !== '' || !String(skuOf(disk)).endsWith('_ZRS');
  return bound && zones.machine !== zones.disk ? diskInOtherZone(disk.id, zones) : undefined;
}

function refuseOtherSystem(disk: ArmResource | undefined, { properties }: MachineBody): void {
  const { osType } = properties.storageProfile.osDisk;
  if (disk !== undefined && disk.properties['osType'] !== osType) {
    const message = 'The value of parameter osDisk.osType is invalid.';
    throw new Refusal(invalidParameter(message, 'osDisk.osType'));
  }
}

const securedSchema = z.looseObject({
  securityProfile: z.looseObject({ securityType: z.string() }).optional(),
});

/** Of disks `ConfidentialVM_…` says more than of machines. */
function refuseOtherSecurity(disk: ArmResource | undefined, { properties }: MachineBody): void {
  if (disk === undefined) {
    return;
  }
  const ofDisk = securedSchema.parse(disk.properties).securityProfile?.securityType ?? 'Standard';
  const ofMachine = properties.securityProfile?.securityType ?? 'Standard';
  if (ofDisk.split('_')[0] !== ofMachine) {
    throw new Refusal(otherSecurityType());
  }
}

const purchasedSchema = z.looseObject({ purchasePlan: planSchema.optional() });

/** That another plan is refused like none is an assumption. */
function refuseOtherPlan(
  disk: ArmResource | undefined,
  machineId: string,
  { plan }: MachineBody,
): void {
  const bought = purchasedSchema.parse(disk?.properties ?? {}).purchasePlan;
  if (bought !== undefined && (plan === undefined || !samePlan(bought, plan))) {
    throw new Refusal(planMissing(machineId));
  }
}

/** The size of a disk that is a blob, in GB; throws a Refusal when it cannot be used. */
function blobDiskSize(
  state: WorldState,
  machineId: string,
  { location }: MachineBody,
  { uri, name }: { readonly uri: string; readonly name: string },
): number {
  const place = blobOfUri(uri);
  if (place === undefined) {
    const message = `The URI ${uri} does not look to be correct blob URI.`;
    throw new Refusal(invalidParameter(message, 'vhd.uri'));
  }
  const account = findStorageAccount(state, place.account);
  const machine = { id: machineId, name: '', type: VIRTUAL_MACHINE_TYPE, location, properties: {} };
  if (account === undefined) {
    throw new Refusal(blobDisk.accountNotFound(place.account));
  }
  if (!sharesPlace(account, machine)) {
    const { subscriptionId = '' } = parseResourceId(machineId);
    throw new Refusal(
      account.location === location
        ? blobDisk.otherSubscription(place.account, subscriptionId)
        : blobDisk.accountElsewhere(place.account),
    );
  }
  const blob = findBlob(state, place);
  if (blob === undefined) {
    throw new Refusal(blobDisk.notFound(uri, name));
  }
  if (blob.type !== 'PageBlob') {
    throw new Refusal(blobDisk.wrongType(uri, name));
  }
  const user = machineWithBlob(state, uri);
  if (user !== undefined && resourceKey(user) !== resourceKey(machineId)) {
    throw new Refusal(blobDisk.inUse(uri, parseResourceId(user).names[0] ?? ''));
  }
  return Math.floor(blob.size / 1024 ** 3);
}

function machineWithBlob(state: WorldState, uri: string): string | undefined {
  return entriesWith(state.resources, machinesByBlob, uri.toLowerCase())[0]?.id;
}

const blobDiskSchema = z.object({ vhd: z.object({ uri: z.string() }).optional() });

/** Machines by the blobs that are their disks. */
export const machinesByBlob: EntryIndex<ArmResource> = {
  name: 'resources.machine-of-blob',
  valuesOf: (resource) =>
    resource.type.toLowerCase() === VIRTUAL_MACHINE_TYPE.toLowerCase() ? blobsOf(resource) : [],
};

const blobDisksSchema = z.object({
  storageProfile: z.object({ osDisk: blobDiskSchema, dataDisks: z.array(blobDiskSchema) }),
});

function blobsOf({ properties }: ArmResource): string[] {
  const { osDisk, dataDisks } = blobDisksSchema.parse(properties).storageProfile;
  return [osDisk, ...dataDisks].flatMap(({ vhd }) =>
    vhd === undefined ? [] : [vhd.uri.toLowerCase()],
  );
}

function zoneOf(zones: unknown): string {
  return Array.isArray(zones) ? String(zones[0] ?? '') : '';
}

function skuOf({ extra }: ArmResource): unknown {
  const sku = extra?.['sku'];
  return typeof sku === 'object' && sku !== null && 'name' in sku ? sku.name : '';
}
