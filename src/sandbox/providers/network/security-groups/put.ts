// Making and changing network security groups. Documentation: Network Security Groups - Create Or Update.

import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import type { ArmResource } from '../../../kernel/resource.js';
import { invalidFormat, rulePriority, rulesConflict } from '../errors.js';
import { completePut, knownInRegion } from '../put.js';
import { idOfRequest, SECURITY_GROUP_TYPE } from '../request.js';
import { requireRulePrefix } from './service-tags.js';
import { defaultRules, renderSecurityGroup } from './security-group.js';

const prefixesSchema = z.array(z.string()).optional();

const ruleSchema = z.strictObject({
  name: z.string(),
  id: z.string().optional(),
  etag: z.string().optional(),
  type: z.string().optional(),
  properties: z.strictObject({
    provisioningState: z.string().optional(),
    description: z.string().optional(),
    protocol: z.enum(['Tcp', 'Udp', 'Icmp', 'Esp', 'Ah', '*']),
    sourcePortRange: z.string().optional(),
    sourcePortRanges: prefixesSchema,
    destinationPortRange: z.string().optional(),
    destinationPortRanges: prefixesSchema,
    sourceAddressPrefix: z.string().optional(),
    sourceAddressPrefixes: prefixesSchema,
    destinationAddressPrefix: z.string().optional(),
    destinationAddressPrefixes: prefixesSchema,
    access: z.enum(['Allow', 'Deny']),
    priority: z.int(),
    direction: z.enum(['Inbound', 'Outbound']),
  }),
});

/** What a request for a group may hold; application security groups are not among it. */
export const securityGroupBodySchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  type: z.string().optional(),
  etag: z.string().optional(),
  location: z.string(),
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .strictObject({
      securityRules: z.array(ruleSchema).optional(),
      flushConnection: z.boolean().optional(),
    })
    .optional(),
});

type PutRequest = OperationRequest<z.infer<typeof securityGroupBodySchema>>;
type WantedRule = z.infer<typeof ruleSchema>;

/** 201 for a new group, 200 for one that is there; the same request twice changes nothing. */
export function putSecurityGroup(request: PutRequest): OperationResponse {
  const { state, body, ids } = request;
  const id = idOfRequest(request, SECURITY_GROUP_TYPE);
  const known = knownInRegion(state, id, body.location);
  const rules = body.properties?.securityRules ?? [];
  refuseRules(rules);
  const kept = known?.extra?.['etag'];
  const wanted =
    typeof kept === 'string' ? wantedGroup(request, known, { id, rules, etag: kept }) : undefined;
  const group =
    wanted !== undefined && isDeepStrictEqual(known, wanted)
      ? wanted
      : wantedGroup(request, known, { id, rules, etag: `W/"${ids.guid()}"` });
  return completePut(request, group, {
    known,
    kind: 'security-group-put',
    render: renderSecurityGroup,
  });
}

function wantedGroup(
  { body, params, ids }: PutRequest,
  known: ArmResource | undefined,
  {
    id,
    rules,
    etag,
  }: { readonly id: string; readonly rules: readonly WantedRule[]; readonly etag: string },
): ArmResource {
  const groupId = known?.id ?? id;
  return {
    id: groupId,
    name: known?.name ?? params['name'] ?? '',
    type: SECURITY_GROUP_TYPE,
    location: body.location.toLowerCase().replaceAll(' ', ''),
    tags: body.tags ?? {},
    extra: { etag },
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: known?.properties['resourceGuid'] ?? ids.guid(),
      securityRules: rules.map(({ name, properties }) => ({
        name,
        id: `${groupId}/securityRules/${name}`,
        etag,
        type: `${SECURITY_GROUP_TYPE}/securityRules`,
        properties: {
          sourcePortRanges: [],
          destinationPortRanges: [],
          sourceAddressPrefixes: [],
          destinationAddressPrefixes: [],
          ...properties,
          provisioningState: 'Succeeded',
        },
      })),
      defaultSecurityRules: defaultRules(groupId, etag),
    },
  };
}

const PRIORITY_MINIMUM = 100;
const PRIORITY_MAXIMUM = 4096;

function refuseRules(rules: readonly WantedRule[]): void {
  for (const [index, rule] of rules.entries()) {
    const { priority, direction } = rule.properties;
    if (priority < PRIORITY_MINIMUM || priority > PRIORITY_MAXIMUM) {
      throw new Refusal(rulePriority(priority));
    }
    const missing = missingParameter(rule);
    if (missing !== undefined) {
      const message = `Required security rule parameters are missing for security rule ${rule.name}. Security rule must specify ${missing}.`;
      throw new Refusal(invalidFormat(message));
    }
    for (const prefix of prefixesOf(rule)) {
      requireRulePrefix(prefix);
    }
    const before = rules.slice(0, index);
    if (before.some(({ name }) => name.toLowerCase() === rule.name.toLowerCase())) {
      throw new Refusal(invalidFormat(`There are several security rules named ${rule.name}.`));
    }
    const twin = before.find(
      ({ properties }) => properties.priority === priority && properties.direction === direction,
    );
    if (twin !== undefined) {
      throw new Refusal(rulesConflict(rule.name, twin.name));
    }
  }
}

function prefixesOf({ properties }: WantedRule): readonly string[] {
  const { sourceAddressPrefix: from, destinationAddressPrefix: to } = properties;
  const { sourceAddressPrefixes: sources = [], destinationAddressPrefixes: targets = [] } =
    properties;
  return [...[from, to].filter((each) => each !== undefined), ...sources, ...targets];
}

/** Each of the four is given once, or as a list. */
function missingParameter({ properties }: WantedRule): string | undefined {
  const given: readonly (readonly [string, string | undefined, readonly string[] | undefined])[] = [
    ['SourcePortRange', properties.sourcePortRange, properties.sourcePortRanges],
    ['DestinationPortRange', properties.destinationPortRange, properties.destinationPortRanges],
    ['SourceAddressPrefix', properties.sourceAddressPrefix, properties.sourceAddressPrefixes],
    [
      'DestinationAddressPrefix',
      properties.destinationAddressPrefix,
      properties.destinationAddressPrefixes,
    ],
  ];
  return given.find(([, one, several = []]) => one === undefined && several.length === 0)?.[0];
}
