// From which networks restored disks can be read: only for points with private disks. Azure's own words for what it
// refuses nobody has shown; that it refuses what az refuses itself is an assumption.

import { findResource } from '../../../kernel/resource.js';
import { hasPrivateDisks } from '../recovery-points/recovery-point.js';
import { invalidRestore, type RestoreFailure } from './assumed-errors.js';
import type { RestoreRequest } from './body.js';
import { bareRegion } from './region-names.js';
import type { RestoreSubject } from './rules.js';
import type { RestoreOrder } from './state.js';

/** What of it is asked for. */
export function diskAccessOrder({
  targetDiskNetworkAccessSettings: settings,
}: RestoreRequest): Pick<RestoreOrder, 'diskAccessId'> {
  const { targetDiskNetworkAccessOption: option, targetDiskAccessId: id = null } = settings ?? {};
  return option === undefined || option === null || option === 'SameAsOnSourceDisks'
    ? {}
    : { diskAccessId: id };
}

/** Why what is asked for cannot be had; undefined where it can. */
export function checkDiskAccess(
  subject: RestoreSubject,
  { targetDiskNetworkAccessSettings: settings, targetResourceGroupId }: RestoreRequest,
): RestoreFailure | undefined {
  const { targetDiskNetworkAccessOption: option, targetDiskAccessId: id } = settings ?? {};
  const asked = option !== undefined && option !== null;
  if (!hasPrivateDisks(subject.point) || targetResourceGroupId === undefined) {
    return asked ? invalidRestore('No disk of the recovery point has private access.') : undefined;
  }
  return asked && fits(subject, option, id)
    ? undefined
    : invalidRestore('The network access of the restored disks cannot be had.');
}

type AccessOption = NonNullable<
  NonNullable<RestoreRequest['targetDiskNetworkAccessSettings']>['targetDiskNetworkAccessOption']
>;

/** Only private disks have a disk access resource, which is in their region. */
function fits(
  { state, location, vault }: RestoreSubject,
  option: AccessOption,
  id: string | undefined,
): boolean {
  switch (option) {
    case 'SameAsOnSourceDisks':
      return bareRegion(vault.resource.location ?? '') === bareRegion(location) && id === undefined;
    case 'EnablePublicAccessForAllDisks':
      return id === undefined;
    case 'EnablePrivateAccessForAllDisks':
      return findResource(state, id ?? '')?.location === bareRegion(location);
  }
}
