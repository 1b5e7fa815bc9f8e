// Where a restore is to put things, by the rules that need no read of the point, and how a rule refuses it.

import { parseResourceId, type ResourceId } from '../../../domain/resource-id.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { CommandContext } from '../../context.js';
import type { RestoreOptions } from '../options.js';
import { forbiddenPlace, type RestoreRefusal } from '../rules.js';
import {
  chooseStagingAccount,
  findGroup,
  findSubnet,
  newMachineId,
  type RestorePlace,
  type StagingChoice,
} from './target.js';

/** Where things are to be. */
export interface Places {
  readonly place: RestorePlace;
  readonly staging: StagingChoice;
  readonly group: { readonly id: ResourceId; readonly name: string };
  readonly subnetId?: ResourceId;
  readonly machineId?: ResourceId;
}

/** Places that are made before the restore begins, and are not there yet when it is looked ahead to. */
export type PlannedPlaces = Required<Pick<Places, 'group' | 'subnetId'>>;

/** @throws AzbackupError `AZB_RESTORE_FORBIDDEN` (5) where a rule forbids it */
export function refuse(refusal: RestoreRefusal | undefined, target: string): void {
  if (refusal !== undefined) {
    throw new AzbackupError({
      code: 'AZB_RESTORE_FORBIDDEN',
      kind: 'blocked',
      message: refusal.summary,
      target,
      causes: [refusal.rule],
      fix: refusal.fix,
      docs: refusal.docs,
    });
  }
}

/** Rules about places that need no read of the point. */
export async function choosePlaces(
  context: CommandContext,
  { item, vault }: ItemTarget,
  { location, planned }: { readonly location: string; readonly planned: PlannedPlaces | undefined },
  options: RestoreOptions,
): Promise<Places> {
  const source = parseResourceId(item.sourceResourceId);
  const subscriptionId = source?.subscriptionId ?? vault.subscriptionId;
  // Whether the machine is encrypted is not known yet, and the rule is the same for all.
  const subject = { vmId: item.sourceResourceId, encrypted: true, zones: [] };
  refuse(forbiddenPlace({ ...options, zone: undefined }, subject), options.vm);
  const place = { subscriptionId, location };
  const [staging, group, subnetId] = await Promise.all([
    chooseStagingAccount(context, options, place),
    planned?.group ??
      findGroup(context, options.targetResourceGroup ?? source?.resourceGroup ?? '', place),
    planned?.subnetId ??
      (options.vnet === undefined
        ? undefined
        : findSubnet(context, { ...options, vnet: options.vnet }, place)),
  ]);
  const { name } = options;
  return {
    place,
    staging,
    group,
    ...(subnetId === undefined ? {} : { subnetId }),
    ...(name === undefined ? {} : { machineId: newMachineId(place, group.name, name) }),
  };
}
