// Whether a machine reaches a service of Azure: the rules of the security groups of its interface and of its subnet, by
// priority, and at their end those that every group has. What the platform itself gives a machine is not asked for here:
// no rule concerns it that does not name it. Documentation: Network security groups, how traffic is evaluated; Virtual
// network service tags.

import { z } from 'zod';
import { findResource, resourceKey } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { configurationsOf } from './interfaces/network-interface.js';
import { findSubnet, subnetsOf } from './virtual-networks/virtual-network.js';

/** A service by its tag, and the region of the endpoint. */
export interface ServiceEndpoint {
  readonly tag: 'AzureKeyVault' | 'AzureActiveDirectory' | 'Storage';
  readonly region: string;
}

const HTTPS = '443';

const ruleSchema = z.looseObject({
  properties: z.looseObject({
    direction: z.string(),
    priority: z.number(),
    access: z.string(),
    protocol: z.string(),
    destinationPortRange: z.string().optional(),
    destinationPortRanges: z.array(z.string()).optional(),
    destinationAddressPrefix: z.string().optional(),
    destinationAddressPrefixes: z.array(z.string()).optional(),
  }),
});

const groupSchema = z.looseObject({ securityRules: z.array(ruleSchema) });
const guardedSchema = z.looseObject({
  networkSecurityGroup: z.looseObject({ id: z.string() }).nullish(),
});
const machineSchema = z.looseObject({
  networkProfile: z
    .looseObject({ networkInterfaces: z.array(z.looseObject({ id: z.string() })).optional() })
    .optional(),
});

/** Over TCP 443, from the first interface of the machine; one without an interface that is known reaches everything. */
export function reachesService(
  state: WorldState,
  machineProperties: Readonly<Record<string, unknown>>,
  endpoint: ServiceEndpoint,
): boolean {
  const { networkProfile } = machineSchema.parse(machineProperties);
  const [first] = networkProfile?.networkInterfaces ?? [];
  const found = first === undefined ? undefined : findResource(state, first.id);
  if (found === undefined) {
    return true;
  }
  const ofSubnets = configurationsOf(found).flatMap(({ properties }) => {
    const subnet = findSubnet(state, properties.subnet.id);
    const all = subnet === undefined ? [] : subnetsOf(subnet.network);
    return all
      .filter(({ id }) => resourceKey(id) === resourceKey(subnet?.id ?? ''))
      .map((each) => guardedSchema.parse(each.properties));
  });
  return [guardedSchema.parse(found.properties), ...ofSubnets].every(({ networkSecurityGroup }) =>
    lets(state, networkSecurityGroup?.id, endpoint),
  );
}

/** The first rule that is about it decides. */
function lets(state: WorldState, groupId: string | undefined, endpoint: ServiceEndpoint): boolean {
  const group = groupId === undefined ? undefined : findResource(state, groupId);
  if (group === undefined) {
    return true;
  }
  const [first] = groupSchema
    .parse(group.properties)
    .securityRules.map(({ properties }) => properties)
    .filter(
      (rule) =>
        rule.direction === 'Outbound' &&
        ['*', 'tcp'].includes(rule.protocol.toLowerCase()) &&
        given(rule.destinationPortRange, rule.destinationPortRanges).some(holdsHttps) &&
        given(rule.destinationAddressPrefix, rule.destinationAddressPrefixes).some((prefix) =>
          isOf(prefix, endpoint),
        ),
    )
    .toSorted((left, right) => left.priority - right.priority);
  // At the end of every group stands that it lets traffic out.
  return first === undefined || first.access === 'Allow';
}

function given(one: string | undefined, several: readonly string[] = []): readonly string[] {
  return one === undefined ? several : [one, ...several];
}

function holdsHttps(range: string): boolean {
  const [from = '', to = from] = range.split('-');
  return range === '*' || (Number(from) <= Number(HTTPS) && Number(HTTPS) <= Number(to));
}

function isOf(prefix: string, { tag, region }: ServiceEndpoint): boolean {
  const wide = ['*', '0.0.0.0/0', 'internet', 'azurecloud', tag.toLowerCase()];
  const narrow = ['azurecloud', tag.toLowerCase()].map((each) => `${each}.${region.toLowerCase()}`);
  return [...wide, ...narrow].includes(prefix.toLowerCase());
}
