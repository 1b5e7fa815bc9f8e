// What may differ when a machine that is there is put again: its tags, and while it is not allocated its
// encryption settings.

import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { resourceKey } from '../../../kernel/resource.js';
import { wantedDisks, type MachineBody } from './body.js';
import { operationNotAllowed, propertyChangeNotAllowed } from './errors.js';
import type { VirtualMachine } from './state.js';

/** Throws a Refusal when the request would change what cannot be changed, or what is not modelled. */
export function refuseChange(machine: VirtualMachine, body: MachineBody): void {
  const fixed = changedFixedProperty(machine, body);
  if (fixed !== undefined) {
    throw new Refusal(propertyChangeNotAllowed(fixed));
  }
  const { hardwareProfile, storageProfile, networkProfile, runtime } = machine.properties;
  const wanted = body.properties;
  const settings = wanted.storageProfile.osDisk.encryptionSettings;
  const allocated = runtime.powerState !== 'deallocated';
  if (settings !== undefined && !same(settings, storageProfile.osDisk.encryptionSettings)) {
    if (allocated) {
      const message =
        'Updates to encryptionSettings is not allowed when VM is allocated, Please retry after VM is deallocated';
      throw new Refusal(operationNotAllowed(message));
    }
  }
  const changed = [
    ['hardwareProfile', same(wanted.hardwareProfile, hardwareProfile)],
    [
      'networkProfile',
      same(
        interfaces(wanted.networkProfile.networkInterfaces),
        interfaces(networkProfile?.networkInterfaces ?? []),
      ),
    ],
    [
      'storageProfile.dataDisks',
      same(dataDisks(wantedDisks(body).slice(1)), dataDisks(storageProfile.dataDisks)),
    ],
  ].find(([, isSame]) => isSame === false);
  if (changed !== undefined) {
    throw new Refusal(notModelled(`changing ${String(changed[0])} of a machine`));
  }
}

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
  if (place(wanted) !== place(osDisk)) {
    return wanted.vhd === undefined ? 'osDisk.managedDisk.id' : 'osDisk.vhd.uri';
  }
  if (wanted.createOption !== osDisk['createOption']) {
    return 'osDisk.createOption';
  }
  const known = properties['osProfile'];
  return osProfile === undefined || same(osProfile, known) ? undefined : 'osProfile';
}

interface PlacedDisk {
  readonly lun?: number | undefined;
  readonly managedDisk?: { readonly id: string } | undefined;
  readonly vhd?: { readonly uri: string } | undefined;
}

function place({ managedDisk, vhd }: PlacedDisk): string {
  return resourceKey(managedDisk?.id ?? vhd?.uri ?? '');
}

function dataDisks(disks: readonly PlacedDisk[]): readonly string[] {
  return disks.map((disk) => `${disk.lun ?? 0} ${place(disk)}`).toSorted();
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
