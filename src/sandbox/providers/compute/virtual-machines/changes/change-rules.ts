// What may differ when a machine that is there is put again: its tags, its data disks, its size, and while it is not
// allocated its encryption settings.

import { z } from 'zod';
import { notModelled } from '../../../../http/not-modelled.js';
import { Refusal } from '../../../../http/refusal.js';
import { parseResourceId } from '../../../../kernel/resource-id.js';
import { resourceKey } from '../../../../kernel/resource.js';
import type { WorldState } from '../../../../kernel/state.js';
import { beyondQuota } from '../../quotas/quotas.js';
import { placeOf, type MachineBody } from '../body.js';
import {
  operationNotAllowed,
  otherLocalDisk,
  propertyChangeNotAllowed,
  unknownSize,
} from '../errors.js';
import { hasLocalDisk, isMachineSize } from '../sizes.js';
import { restrictedSize } from '../skus.js';
import type { VirtualMachine } from '../state.js';
import { refuseResizing } from './data-disks.js';

/** Throws a Refusal when the request would change what cannot be changed, or what is not modelled. */
export function refuseChange(state: WorldState, machine: VirtualMachine, body: MachineBody): void {
  const fixed = changedFixedProperty(machine, body);
  if (fixed !== undefined) {
    throw new Refusal(propertyChangeNotAllowed(fixed));
  }
  refuseSettings(machine, body);
  refuseSize(state, machine, body);
  const { properties, resource } = machine;
  const { osDisk } = properties.storageProfile;
  const deallocated = properties.runtime.powerState === 'deallocated';
  refuseResizing(resource.name, deallocated, osDisk, body.properties.storageProfile.osDisk);
  const changed = unmodelledChange(machine, body);
  if (changed !== undefined) {
    throw new Refusal(notModelled(`changing ${changed} of a machine`));
  }
}

function refuseSettings({ properties }: VirtualMachine, body: MachineBody): void {
  const { storageProfile, runtime } = properties;
  const settings = body.properties.storageProfile.osDisk.encryptionSettings;
  const changed =
    settings !== undefined && !same(settings, storageProfile.osDisk.encryptionSettings);
  if (changed && runtime.powerState !== 'deallocated') {
    const message =
      'Updates to encryptionSettings is not allowed when VM is allocated, Please retry after VM is deallocated';
    throw new Refusal(operationNotAllowed(message));
  }
}

/** Documentation: Change the size of a virtual machine; Azure VM sizes with no local temporary disk. */
function refuseSize(
  state: WorldState,
  { properties, resource }: VirtualMachine,
  body: MachineBody,
): void {
  const before = properties.hardwareProfile.vmSize;
  const { vmSize: size } = body.properties.hardwareProfile;
  if (size.toLowerCase() === before.toLowerCase()) {
    return;
  }
  if (!isMachineSize(size)) {
    throw new Refusal(unknownSize(size));
  }
  const { location } = body;
  const { subscriptionId = '' } = parseResourceId(resource.id);
  const refused =
    restrictedSize(state, { size, location, zones: body.zones ?? [] }) ??
    (hasLocalDisk(before) !== undefined && hasLocalDisk(before) !== hasLocalDisk(size)
      ? otherLocalDisk()
      : beyondQuota(state, { subscriptionId, location, size, before }));
  if (refused !== undefined) {
    throw new Refusal(refused);
  }
}

/** What is not modelled to change; a request that does not speak of it leaves it as it is. */
function unmodelledChange(
  { properties, resource }: VirtualMachine,
  { properties: wanted, identity }: MachineBody,
): string | undefined {
  const networks = properties.networkProfile?.networkInterfaces ?? [];
  const { securityProfile } = wanted;
  if (!same(interfaces(wanted.networkProfile.networkInterfaces), interfaces(networks))) {
    return 'networkProfile';
  }
  if (securityProfile !== undefined && !same(securityProfile, properties.securityProfile)) {
    return 'securityProfile';
  }
  const type = identitySchema.safeParse(resource.extra?.['identity']).data?.type ?? 'None';
  return identity === undefined || identity.type === type ? undefined : 'identity';
}

const identitySchema = z.looseObject({ type: z.string() });

function interfaces(list: readonly { readonly id: string }[]): readonly string[] {
  return list.map(({ id }) => resourceKey(id));
}

function changedFixedProperty(
  { properties, resource }: VirtualMachine,
  body: MachineBody,
): string | undefined {
  const { osDisk } = properties.storageProfile;
  const { storageProfile, osProfile } = body.properties;
  const wanted = storageProfile.osDisk;
  if (!same(body.zones ?? [], resource.extra?.['zones'] ?? [])) {
    return 'zones';
  }
  if (wanted.osType !== osDisk.osType) {
    return 'osDisk.osType';
  }
  if (resourceKey(placeOf(wanted)) !== resourceKey(placeOf(osDisk))) {
    return wanted.vhd === undefined ? 'osDisk.managedDisk.id' : 'osDisk.vhd.uri';
  }
  if (wanted.createOption !== osDisk.createOption) {
    return 'osDisk.createOption';
  }
  if (idOf(body.properties.availabilitySet) !== idOf(properties['availabilitySet'])) {
    return 'availabilitySet.id';
  }
  const { imageReference: image } = storageProfile;
  if (
    image !== undefined &&
    !same(bare(image), bare(properties.storageProfile['imageReference']))
  ) {
    return 'imageReference';
  }
  const known = properties['osProfile'];
  return osProfile === undefined || same(osProfile, known) ? undefined : 'osProfile';
}

const referenceSchema = z.looseObject({ id: z.string() });

function idOf(reference: unknown): string {
  return resourceKey(referenceSchema.safeParse(reference).data?.id ?? '');
}

const imageSchema = z.looseObject({ exactVersion: z.string().optional() });

/** A client does not send back what only Azure says: which version `latest` was. */
function bare(image: unknown): unknown {
  const { exactVersion: _, ...rest } = imageSchema.safeParse(image).data ?? {};
  return rest;
}

function same(left: unknown, right: unknown): boolean {
  return sortedJson(left) === sortedJson(right);
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(
          Object.entries(member).toSorted(([left], [right]) => (left < right ? -1 : 1)),
        )
      : member,
  );
}
