// Network interfaces: how they are kept, which addresses they hold, which machine has them, and how ARM
// shows them. Documentation: Network Interfaces - Get.

import { entriesWith, type EntryIndex } from '../../../kernel/entry-index.js';
import { z } from 'zod';
import { listResources, resourceKey, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { NETWORK_INTERFACE_TYPE } from '../request.js';

const configurationSchema = z.object({
  name: z.string(),
  id: z.string(),
  etag: z.string(),
  type: z.string(),
  properties: z.object({
    provisioningState: z.string(),
    privateIPAddress: z.string(),
    privateIPAllocationMethod: z.enum(['Dynamic', 'Static']),
    subnet: z.object({ id: z.string() }),
    primary: z.boolean(),
    privateIPAddressVersion: z.literal('IPv4'),
  }),
});

/** An address of an interface. */
export type IpConfiguration = z.infer<typeof configurationSchema>;

const interfaceSchema = z.looseObject({ ipConfigurations: z.array(configurationSchema) });

/** The addresses of an interface. */
export function configurationsOf(networkInterface: ArmResource): readonly IpConfiguration[] {
  return interfaceSchema.parse(networkInterface.properties).ipConfigurations;
}

/** The addresses that all interfaces of a world hold in a subnet. */
export function configurationsIn(state: WorldState, subnetId: string): IpConfiguration[] {
  const wanted = resourceKey(subnetId);
  return interfacesOf(state)
    .flatMap((found) => configurationsOf(found))
    .filter(({ properties }) => resourceKey(properties.subnet.id) === wanted);
}

/** ARM id of the machine that has an interface; undefined when none has. */
export function machineOfInterface(state: WorldState, interfaceId: string): string | undefined {
  const wanted = resourceKey(interfaceId);
  return entriesWith(state.resources, machinesByInterface, wanted)[0]?.id;
}

/** Machines by the interfaces that they have. */
export const machinesByInterface: EntryIndex<ArmResource> = {
  name: 'resources.machine-of-interface',
  valuesOf: ({ type, properties }) =>
    type.toLowerCase() === 'microsoft.compute/virtualmachines'
      ? interfaceIds(properties).map((id) => resourceKey(id))
      : [],
};

/** An interface as ARM shows it. */
export function renderInterface(
  state: WorldState,
  { name, id, type, location, tags, extra, properties }: ArmResource,
): Record<string, unknown> {
  const machine = machineOfInterface(state, id);
  return {
    name,
    id,
    ...extra,
    type,
    location,
    tags: tags ?? {},
    properties: {
      ...properties,
      ...(machine === undefined
        ? {}
        : { virtualMachine: { id: machine }, macAddress: macAddress(properties) }),
    },
  };
}

/** As the example of the page has them, with one of Microsoft's prefixes; of an interface that no machine has, none is known. */
function macAddress({ resourceGuid }: ArmResource['properties']): string {
  const digits = String(resourceGuid).replaceAll('-', '').slice(0, 6).toUpperCase();
  return ['00-0D-3A', ...(digits.match(/../gu) ?? [])].join('-');
}

function interfacesOf(state: WorldState): ArmResource[] {
  return state.subscriptions.flatMap(({ subscriptionId }) =>
    listResources(state, `/subscriptions/${subscriptionId}`, NETWORK_INTERFACE_TYPE),
  );
}

const machineNetworkSchema = z.looseObject({
  networkProfile: z
    .looseObject({ networkInterfaces: z.array(z.looseObject({ id: z.string() })).optional() })
    .optional(),
});

function interfaceIds(machineProperties: Readonly<Record<string, unknown>>): readonly string[] {
  const { networkProfile } = machineNetworkSchema.parse(machineProperties);
  return (networkProfile?.networkInterfaces ?? []).map(({ id }) => id);
}
