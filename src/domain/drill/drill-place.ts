// Where a drill takes place: names that nothing else has, and the tags by which what it made is known again. Nothing that
// lacks either is ever taken for a drill's.

import { formatResourceId, sameName, type ResourceId } from '../resource-id.js';
import { isBefore, isInstant, type Instant } from '../time/instant.js';

/** Tag with the drill's id, on its resource group. */
export const DRILL_TAG = 'azbackup-drill';

/** Tag with the instant from which on the drill's resources may be deleted by anybody. */
export const EXPIRES_TAG = 'azbackup-expires';

/** Tags with the ids of the VM whose backup is tried, and of the vault that has it. */
const VM_TAG = 'azbackup-drill-vm';
const VAULT_TAG = 'azbackup-drill-vault';

/** Azure takes no longer value of a tag; longer ids are left out. */
const MAX_TAG_LENGTH = 256;

/** What a drill is about. */
export interface DrillSubject {
  readonly vmId: ResourceId;
  readonly vaultId: ResourceId;
}

/** The tags on all that a drill makes. */
export function drillTags(
  id: string,
  expires: Instant,
  { vmId, vaultId }: DrillSubject,
): Readonly<Record<string, string>> {
  const about = { [VM_TAG]: vmId, [VAULT_TAG]: vaultId };
  return {
    [DRILL_TAG]: id,
    [EXPIRES_TAG]: expires,
    ...Object.fromEntries(
      Object.entries(about).filter(([, value]) => value.length <= MAX_TAG_LENGTH),
    ),
  };
}

/** What the tags say that a drill is about. */
export function subjectOf({ tags }: Pick<Tagged, 'tags'>): Partial<DrillSubject> {
  const { [VM_TAG]: vmId, [VAULT_TAG]: vaultId } = tags;
  return {
    ...(vmId === undefined ? {} : { vmId }),
    ...(vaultId === undefined ? {} : { vaultId }),
  };
}

const GROUP_PREFIX = 'azbackup-drill-';

/** Azure allows 24 characters, and no two key vaults of a name anywhere. */
const KEY_VAULT_PREFIX = 'azbdrill-';

/** Not peered with anything, so it may overlap with any network. */
export const NETWORK_RANGE = '10.255.0.0/24';

/** The ids of what a drill makes. */
export interface DrillPlace {
  readonly groupId: ResourceId;
  readonly securityGroupId: ResourceId;
  readonly networkId: ResourceId;
  readonly subnetName: string;
  readonly keyVaultId: ResourceId;
  readonly machineName: string;
}

const MAX_MACHINE_NAME = 64;

/** @param id of the drill, such as `20261130-3f2a9c41` */
export function drillPlace(id: string, subscriptionId: string, vmName: string): DrillPlace {
  const resourceGroup = `${GROUP_PREFIX}${id}`;
  const inGroup = (type: string, name: string): ResourceId =>
    formatResourceId({ subscriptionId, resourceGroup, type, names: [name] });
  return {
    groupId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`,
    securityGroupId: inGroup('Microsoft.Network/networkSecurityGroups', 'drill-nsg'),
    networkId: inGroup('Microsoft.Network/virtualNetworks', 'drill-vnet'),
    subnetName: 'drill',
    keyVaultId: inGroup('Microsoft.KeyVault/vaults', `${KEY_VAULT_PREFIX}${id.slice(-8)}`),
    machineName: `${vmName.slice(0, MAX_MACHINE_NAME - '-drill'.length)}-drill`,
  };
}

/** The id of a new drill: the day in UTC, and eight digits of a random guid. */
export function drillId(now: Instant, guid: string): string {
  return `${now.slice(0, 10).replaceAll('-', '')}-${guid.replaceAll('-', '').slice(0, 8)}`;
}

/** The beginning of the day in UTC on which a drill was begun, by its id; undefined for an id of another form. */
export function dayOfDrill(id: string): Instant | undefined {
  const { year, month, day } =
    /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})-/u.exec(id)?.groups ?? {};
  return year === undefined ? undefined : `${year}-${month}-${day}T00:00:00Z`;
}

/** A resource group, or what else has tags. */
export interface Tagged {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The drill that a resource group is of: its name and its tag say so both; undefined for any other group. */
export function drillOfGroup({ name, tags }: Tagged): string | undefined {
  const id = tags[DRILL_TAG];
  return id !== undefined && id !== '' && sameName(name, `${GROUP_PREFIX}${id}`) ? id : undefined;
}

/** The drill that a key vault is of, deleted or not; the same rule as for groups. */
export function drillOfKeyVault({ name, tags }: Tagged): string | undefined {
  const id = tags[DRILL_TAG];
  return id !== undefined && id !== '' && sameName(name, `${KEY_VAULT_PREFIX}${id.slice(-8)}`)
    ? id
    : undefined;
}

/** Whether a drill's time is over. One without a time that can be read is not: its run may go on. */
export function isExpired({ tags }: Pick<Tagged, 'tags'>, now: Instant): boolean {
  const expires = tags[EXPIRES_TAG];
  return expires !== undefined && isInstant(expires) && !isBefore(now, expires);
}
