// What a rebuilt machine has of the one that was backed up, where that still tells: recovery points do not know it. What
// it does not get is said, so that nobody takes it for the same machine.

import { sameRegion } from '../../../domain/region.js';
import {
  groupIdOf,
  nameOf,
  sameId,
  sameName,
  type ResourceId,
} from '../../../domain/resource-id.js';
import { isActionGranted } from '../../../domain/rbac.js';
import { RESTORE_POINT_TAG } from '../../../domain/recovery/restore-progress.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type {
  InterfaceTraits,
  MachineTraits,
  NetworkInterface,
} from '../../../services/restore-services.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { CommandContext } from '../../context.js';
import type { RestoreOptions } from '../options.js';

/** What is taken over, and what is not. */
export interface SourceTraits {
  readonly machine: MachineTraits;
  readonly networkInterface: InterfaceTraits;
  readonly tags: Readonly<Record<string, string>>;
  /** In words, such as `license type Windows_Server`. */
  readonly taken: readonly string[];
  /** In words, each with the reason or the thing itself. */
  readonly left: readonly string[];
}

/** The machine that is to be built. */
export interface NewPlace {
  readonly groupId: ResourceId;
  readonly location: string;
  readonly zones: readonly string[];
}

const NOTHING: SourceTraits = { machine: {}, networkInterface: {}, tags: {}, taken: [], left: [] };

/** A trait of the source: taken over, or left with the reason. */
interface Trait {
  readonly what: string;
  readonly why?: string | undefined;
  readonly machine?: MachineTraits;
  readonly networkInterface?: InterfaceTraits;
}

/**
 * @param source undefined where it is gone, or may not be read
 */
export async function traitsOfSource(
  { context, reader }: { readonly context: CommandContext; readonly reader: FactReader },
  source: VirtualMachine | undefined,
  options: Pick<RestoreOptions, 'to' | 'like' | 'size' | 'tags'>,
  place: NewPlace,
): Promise<SourceTraits> {
  const given = tagsFrom(options.tags);
  if (source === undefined || options.to !== 'vm' || options.like === 'none') {
    return { ...NOTHING, tags: given };
  }
  const [primary, ...others] = source.networkInterfaceIds ?? [];
  const network = primary === undefined ? undefined : await interfaceOf(context, primary);
  const traits = [
    ...machineTraits(source, place),
    ...(await identityTraits(reader, source)),
    ...(network === undefined
      ? []
      : interfaceTraits(network, source, { ...place, size: options.size })),
  ];
  const tags = tagsOf(source);
  const taken = traits.filter(({ why }) => why === undefined);
  return {
    machine: joined(taken.map(({ machine = {} }) => machine)),
    networkInterface: joined(taken.map((trait) => trait.networkInterface ?? {})),
    tags: { ...tags, ...given },
    taken: [
      ...(Object.keys(tags).length === 0 ? [] : [`tags ${Object.keys(tags).join(', ')}`]),
      ...taken.map(({ what }) => what),
    ],
    left: [
      ...traits.flatMap(({ what, why }) => (why === undefined ? [] : [`${what} (${why})`])),
      ...(primary !== undefined && network === undefined
        ? [`settings of network interface ${nameOf(primary)} (they could not be read)`]
        : []),
      ...others.map((id) => `further network interface ${nameOf(id)} (the new VM gets one)`),
    ],
  };
}

function joined<Traits extends object>(parts: readonly Traits[]): Partial<Traits> {
  return parts.reduce<Partial<Traits>>((all, part) => ({ ...all, ...part }), {});
}

/** `NAME=VALUE`, as the schema of the option has seen to. */
function tagsFrom(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
}

/** A tag of a restore is about that restore. */
function tagsOf({ tags = {} }: VirtualMachine): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).filter(([name]) => !sameName(name, RESTORE_POINT_TAG)),
  );
}

/** An interface that is gone or may not be read tells nothing. */
async function interfaceOf(
  context: CommandContext,
  id: ResourceId,
): Promise<NetworkInterface | undefined> {
  try {
    return await (await context.services.networks()).networkInterface(id);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

const ELSEWHERE = 'it is in another region';

function machineTraits(source: VirtualMachine, place: NewPlace): readonly Trait[] {
  const { availabilitySetId, licenseType } = source;
  const away = sameRegion(source.location, place.location) ? undefined : ELSEWHERE;
  return [
    ...(availabilitySetId === undefined
      ? []
      : [
          {
            what: `availability set ${nameOf(availabilitySetId)}`,
            why: away ?? whyNotSet(availabilitySetId, place),
            machine: { availabilitySetId },
          },
        ]),
    ...(licenseType === undefined
      ? []
      : [{ what: `license type ${licenseType}`, machine: { licenseType } }]),
  ];
}

const ASSIGN = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action';

/** Who makes a VM with an identity must be allowed to assign it: without that right Azure refuses the whole VM. */
async function identityTraits(
  reader: Pick<FactReader, 'callerPermissions'>,
  { identity }: VirtualMachine,
): Promise<readonly Trait[]> {
  const facts = await Promise.all(
    (identity?.userAssigned ?? []).map(async (id) => ({
      id,
      permissions: await reader.callerPermissions(id),
    })),
  );
  const refused = facts.filter(
    ({ permissions }) =>
      permissions.status === 'known' && !isActionGranted(permissions.value, ASSIGN),
  );
  const assigned = facts.filter((each) => !refused.includes(each)).map(({ id }) => id);
  return [
    ...(assigned.length === 0
      ? []
      : [
          {
            what: `identities ${assigned.map(nameOf).join(', ')}`,
            machine: { userAssignedIdentities: assigned },
          },
        ]),
    ...refused.map(({ id }) => ({
      what: `identity ${nameOf(id)}`,
      why: `you lack ${ASSIGN} on it`,
    })),
    ...(identity?.systemAssigned === true
      ? [{ what: 'system-assigned identity', why: 'a new one would have none of its roles' }]
      : []),
  ];
}

/** "Availability sets overview": a VM joins one when it is made, in the group of the set, and in no zone. */
function whyNotSet(id: ResourceId, { groupId, zones }: NewPlace): string | undefined {
  if (zones.length > 0) {
    return 'the new VM is in a zone';
  }
  return sameId(groupIdOf(id), groupId) ? undefined : 'it is in another resource group';
}

function interfaceTraits(
  { acceleratedNetworking, securityGroupId }: NetworkInterface,
  source: VirtualMachine,
  place: NewPlace & { readonly size: string | undefined },
): readonly Trait[] {
  const away = sameRegion(source.location, place.location) ? undefined : ELSEWHERE;
  const sameSize = sameName(source.size, place.size ?? source.size);
  return [
    ...(acceleratedNetworking === true
      ? [
          {
            what: 'accelerated networking',
            why: sameSize ? undefined : 'the new VM has another size',
            networkInterface: { acceleratedNetworking: true },
          },
        ]
      : []),
    ...(securityGroupId === undefined
      ? []
      : [
          {
            what: `network security group ${nameOf(securityGroupId)}`,
            why: away,
            networkInterface: { securityGroupId },
          },
        ]),
  ];
}

/** What to know of the new machine; sentences without a full stop. */
export function traitNotes({ taken, left }: SourceTraits): readonly string[] {
  return [
    ...(taken.length === 0 ? [] : [`as on the original VM: ${taken.join('; ')}`]),
    ...(left.length === 0 ? [] : [`not taken over from the original VM: ${left.join('; ')}`]),
  ];
}
