// What refers to a network security group.

import { Refusal } from '../../../http/refusal.js';
import { findResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { referenceNotFound } from '../errors.js';
import { SECURITY_GROUP_TYPE, sameRegion } from '../request.js';

/** Throws unless the group is there and in the region of what is to use it. */
export function requireSecurityGroup(
  state: WorldState,
  {
    groupId,
    userId,
    location,
  }: { readonly groupId: string; readonly userId: string; readonly location: string },
): void {
  const group = findResource(state, groupId);
  if (
    group?.type.toLowerCase() !== SECURITY_GROUP_TYPE.toLowerCase() ||
    !sameRegion(group, location)
  ) {
    throw new Refusal(referenceNotFound(groupId, userId));
  }
}
