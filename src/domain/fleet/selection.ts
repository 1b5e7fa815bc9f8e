// Which machines the words of a command select: a pure filter, so that what is selected can be held against a plain
// filter of all there is. What could not be found out never selects a machine.

import type { Encryption } from '../encryption/encryption.js';
import { regionKey } from '../region.js';
import { parseResourceId, sameName, type ResourceId } from '../resource-id.js';

/** Words for how a machine's disks are encrypted, as `--encryption` takes them. */
export const ENCRYPTION_CLASSES = ['ade', 'pmk', 'cmk', 'host', 'none'] as const;

/** One of them. */
export type EncryptionClass = (typeof ENCRYPTION_CLASSES)[number];

/** Words for whether a machine is protected, as `--protected` takes them. */
export const PROTECTION_CLASSES = ['yes', 'no', 'elsewhere', 'stopped'] as const;

/** One of them. */
export type ProtectionClass = (typeof PROTECTION_CLASSES)[number];

/** What must hold of a machine's tags: a key that is there, or its value. */
export type TagCondition =
  | { readonly kind: 'has'; readonly key: string }
  | { readonly kind: 'is' | 'is-not'; readonly key: string; readonly value: string };

/** What must hold of a machine; an empty list asks for nothing. Of one list any entry will do, of tags all must hold. */
export interface MachineFilter {
  readonly resourceGroups: readonly string[];
  readonly locations: readonly string[];
  readonly tags: readonly TagCondition[];
  readonly encryption: readonly EncryptionClass[];
  readonly protection: readonly ProtectionClass[];
  /** Names or ids of machines that are left out. */
  readonly exclude: readonly string[];
}

/** A machine as a filter sees it; a class that could not be found out is undefined. */
export interface SelectableMachine {
  readonly id: ResourceId;
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The condition in `key=value`, `key` or `key!=value`; undefined where there is no key. A value may contain further
 * equals signs.
 */
export function parseTag(text: string): TagCondition | undefined {
  const at = text.indexOf('=');
  const isNot = at > 0 && text[at - 1] === '!';
  const key = text.slice(0, at < 0 ? undefined : at - (isNot ? 1 : 0)).trim();
  if (key === '') {
    return undefined;
  }
  return at < 0
    ? { kind: 'has', key }
    : { kind: isNot ? 'is-not' : 'is', key, value: text.slice(at + 1) };
}

/** The groups that are asked for: as typed, else the one that the environment or a config file names; none for all. */
export function groupsOf({
  resourceGroup,
  resourceGroups = [],
}: {
  readonly resourceGroup?: string | undefined;
  readonly resourceGroups?: readonly string[];
}): readonly string[] {
  return resourceGroups.length > 0 || resourceGroup === undefined
    ? resourceGroups
    : [resourceGroup];
}

/** True of a machine in one of the groups; of any where none is asked for. */
export function isInGroups(vmId: ResourceId, groups: readonly string[]): boolean {
  const { resourceGroup = '' } = parseResourceId(vmId) ?? {};
  return any(groups, (group) => sameName(resourceGroup, group));
}

/** True when group, location, tags and exclusion all let the machine through. */
export function passes(machine: SelectableMachine, filter: MachineFilter): boolean {
  const { resourceGroups, locations, tags, exclude } = filter;
  return (
    any(resourceGroups, (group) => sameName(group, machine.resourceGroup)) &&
    any(locations, (location) => regionKey(location) === regionKey(machine.location)) &&
    tags.every((condition) => tagHolds(machine.tags ?? {}, condition)) &&
    !exclude.some((text) => isNamed(machine, text))
  );
}

/** True for a machine's own name or id. */
export function isNamed(
  { id, name }: Pick<SelectableMachine, 'id' | 'name'>,
  text: string,
): boolean {
  return sameName(text, text.includes('/') ? id : name);
}

/** True when nothing is asked for, or one of the words is the machine's; never where its class is not known. */
export function isOfClass<Class extends string>(
  wanted: readonly Class[],
  found: readonly Class[],
): boolean {
  return any(wanted, (each) => found.includes(each));
}

/** The words that are true of an encryption; none where it could not be made out. */
export function encryptionClasses(encryption: Encryption): readonly EncryptionClass[] {
  switch (encryption.kind) {
    case 'ade':
      return ['ade'];
    case 'at-host':
      return encryption.diskEncryptionSetIds.length > 0 ? ['host', 'cmk'] : ['host'];
    case 'customer-key':
    case 'double':
      return ['cmk'];
    case 'confidential':
      return encryption.diskEncryptionSetIds.length > 0 ? ['cmk'] : ['pmk'];
    case 'platform-key':
      return ['pmk', 'none'];
    case 'unrecognised':
      return [];
  }
}

function any<T>(wanted: readonly T[], holds: (each: T) => boolean): boolean {
  return wanted.length === 0 || wanted.some((each) => holds(each));
}

/** Names of tags are the same in any case, values are not (Resource Manager, "Use tags to organize"). */
function tagHolds(tags: Readonly<Record<string, string>>, condition: TagCondition): boolean {
  const found = Object.entries(tags).find(([key]) => sameName(key, condition.key));
  switch (condition.kind) {
    case 'has':
      return found !== undefined;
    case 'is':
      return found?.[1] === condition.value;
    case 'is-not':
      return found?.[1] !== condition.value;
  }
}
