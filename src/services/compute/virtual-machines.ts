// Virtual machines and managed disks (@azure/arm-compute).

import {
  ComputeManagementClient,
  type ResourceSku,
  type VirtualMachine as SdkVirtualMachine,
} from '@azure/arm-compute';
import { parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import type {
  ListedMachine,
  ManagedDisk,
  VirtualMachine,
  VirtualMachineSummary,
} from '../../domain/virtual-machine.js';
import { perSubscription, partsOf } from '../arm/addressed-client.js';
import { throwResponseErrorsPolicy } from '../arm/response-error.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { listWhereAllowed } from '../arm/narrowed-list.js';
import { entriesOf, partlyRead, readAhead, readableOf } from '../arm/whole-list.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { armClientOptions, type Transport } from '../arm/transport/transport.js';
import { required } from '../arm/unexpected-response.js';
import { guestWork } from './guest-work.js';
import { machineBuilding } from './machine-building.js';
import { diskFrom } from './managed-disk.js';
import { virtualMachineFrom } from './virtual-machine.js';
import type { MachineSize, VirtualMachineService } from '../services.js';

/** The service over the network of `transport`. */
export function createVirtualMachineService(transport: Transport): VirtualMachineService {
  const clientOf = perSubscription(
    (subscriptionId) =>
      new ComputeManagementClient(transport.credential, subscriptionId, clientOptions(transport)),
  );
  return {
    list: (subscriptionId, resourceGroup) => {
      const { virtualMachines } = clientOf(subscriptionId);
      const inGroup = (group: string) => listOf(group, virtualMachines.list(group));
      return resourceGroup === undefined
        ? listWhereAllowed(transport, subscriptionId, {
            all: () => listOf(subscriptionId, virtualMachines.listAll()),
            inGroup,
          })
        : inGroup(resourceGroup);
    },
    models: async (subscriptionId) =>
      partlyRead(
        await callAzure(
          { doing: `list the virtual machines of ${subscriptionId}`, target: subscriptionId },
          () =>
            readAhead(clientOf(subscriptionId).virtualMachines.listAll().byPage(), (page) =>
              entriesOf(page, listedMachineFrom),
            ),
        ),
      ),
    get: (id) => getVirtualMachine(clientOf(partsOf(id).subscriptionId), id),
    allDisks: (subscriptionId) =>
      callAzure({ doing: `list the disks of ${subscriptionId}`, target: subscriptionId }, () =>
        readAhead(clientOf(subscriptionId).disks.list().byPage(), (page) =>
          readableOf(page, diskFrom),
        ),
      ),
    disk: async (id) => {
      const { subscriptionId, resourceGroup, name } = partsOf(id);
      const disk = await callOrAbsent({ doing: `read the disk ${name}`, target: id }, () =>
        clientOf(subscriptionId).disks.get(resourceGroup, name),
      );
      return disk === undefined ? undefined : diskFrom(disk);
    },
    disks: (groupId) => {
      const { subscriptionId, name } = groupParts(groupId);
      return callAzure({ doing: `list the disks of ${name}`, target: groupId }, async () => {
        const found: ManagedDisk[] = [];
        for await (const disk of clientOf(subscriptionId).disks.listByResourceGroup(name)) {
          found.push(diskFrom(disk));
        }
        return found;
      });
    },
    // ResourceSkus_List; the list of all regions has many thousands.
    sizes: (subscriptionId, location) =>
      callAzure(
        { doing: `list the SKUs of machines in ${location}`, target: subscriptionId },
        async () => {
          const found: MachineSize[] = [];
          const filter = `location eq '${location}'`;
          for await (const sku of clientOf(subscriptionId).resourceSkus.list({ filter })) {
            found.push(...sizesFrom(sku));
          }
          return found;
        },
      ),
    sizeNames: (subscriptionId, location) =>
      callAzure(
        { doing: `list the sizes of machines in ${location}`, target: subscriptionId },
        async () => {
          const names: string[] = [];
          for await (const { name } of clientOf(subscriptionId).virtualMachineSizes.list(
            location,
          )) {
            names.push(required(name, 'name', 'a size of machines'));
          }
          return names;
        },
      ),
    ...machineBuilding((id) => clientOf(partsOf(id).subscriptionId), armRawClient(transport)),
    ...guestWork(clientOf, armRawClient(transport)),
  };
}

/** One size, or none for a SKU of something else. */
function sizesFrom({
  resourceType,
  name,
  locationInfo,
  restrictions,
  capabilities,
  family,
}: ResourceSku): MachineSize[] {
  if (resourceType !== 'virtualMachines' || name === undefined) {
    return [];
  }
  const limits = restrictions ?? [];
  return [
    {
      name,
      restricted: limits.some(({ type }) => type === 'Location'),
      zones: (locationInfo ?? []).flatMap(({ zones }) => zones ?? []),
      restrictedZones: limits
        .filter(({ type }) => type === 'Zone')
        .flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []),
      ...encryptionAtHostOf(capabilities),
      ...coresOf(capabilities),
      ...(family === undefined ? {} : { family }),
    },
  ];
}

/** Azure writes its capabilities as text. */
function encryptionAtHostOf(
  capabilities: ResourceSku['capabilities'],
): Pick<MachineSize, 'encryptionAtHost'> {
  const found = capabilities?.find(({ name }) => name === 'EncryptionAtHostSupported')?.value;
  const word = found?.toLowerCase();
  return word === 'true' || word === 'false' ? { encryptionAtHost: word === 'true' } : {};
}

function coresOf(capabilities: ResourceSku['capabilities']): Pick<MachineSize, 'cores'> {
  const cores = Number(capabilities?.find(({ name }) => name === 'vCPUs')?.value);
  return Number.isInteger(cores) && cores > 0 ? { cores } : {};
}

function groupParts(groupId: ResourceId): {
  readonly subscriptionId: string;
  readonly name: string;
} {
  const [, , subscriptionId = '', , name = ''] = groupId.split('/');
  return { subscriptionId, name };
}

/** The SDK's own errors of what takes long have lost Azure's words. */
function clientOptions(transport: Transport): ReturnType<typeof armClientOptions> {
  const options = armClientOptions(transport);
  return {
    ...options,
    additionalPolicies: [
      { policy: throwResponseErrorsPolicy, position: 'perCall' },
      ...options.additionalPolicies,
    ],
  };
}

function listOf(
  place: string,
  pages: AsyncIterable<SdkVirtualMachine>,
): Promise<readonly VirtualMachineSummary[]> {
  return callAzure({ doing: `list the virtual machines of ${place}`, target: place }, () =>
    summaries(pages),
  );
}

async function summaries(
  machines: AsyncIterable<SdkVirtualMachine>,
): Promise<readonly VirtualMachineSummary[]> {
  const found: VirtualMachineSummary[] = [];
  for await (const machine of machines) {
    found.push(summaryOf(machine));
  }
  return found;
}

function summaryOf(machine: SdkVirtualMachine): VirtualMachineSummary {
  const id = required(machine.id, 'id', 'a virtual machine');
  return {
    id,
    name: required(machine.name, 'name', id),
    resourceGroup: required(parseResourceId(id)?.resourceGroup, 'resourceGroup', id),
    location: required(machine.location, 'location', id),
  };
}

/** As lists show it: of its extensions the ids, and nothing of how it runs. */
function listedMachineFrom(machine: SdkVirtualMachine): ListedMachine {
  return {
    machine: virtualMachineFrom(machine, []),
    extensionIds: (machine.resources ?? []).flatMap(({ id }) => (id === undefined ? [] : [id])),
  };
}

async function getVirtualMachine(
  client: ComputeManagementClient,
  id: ResourceId,
): Promise<VirtualMachine | undefined> {
  const { resourceGroup, name } = partsOf(id);
  const call = { doing: `read the virtual machine ${name}`, target: id };
  const machine = await callOrAbsent(call, () =>
    client.virtualMachines.get(resourceGroup, name, { expand: 'instanceView' }),
  );
  if (machine === undefined) {
    return undefined;
  }
  const extensions = machine.resources ?? [];
  const complete = extensions.every(({ publisher }) => publisher !== undefined);
  const listed = complete
    ? extensions
    : await callAzure(call, () => listExtensions(client, resourceGroup, name));
  return virtualMachineFrom(machine, listed);
}

/** For answers whose `resources` are mere references. */
async function listExtensions(
  client: ComputeManagementClient,
  resourceGroup: string,
  name: string,
): Promise<NonNullable<SdkVirtualMachine['resources']>> {
  const { value } = await client.virtualMachineExtensions.list(resourceGroup, name);
  return value ?? [];
}
