// Which differences are of the wire, and so show that the sandbox is not as Azure is, and which only tell that
// the recorded world was another one than could be made again.

import { isKnownDifference } from './known-differences.js';
import type { Difference } from './shape-difference.js';

/** `wire`: Azure answers in another form. `world`: the same form, and other things in it. */
export type DifferenceWeight = 'wire' | 'world';

/** Last parts of the names of fields that hold constants of Azure's. */
const CONSTANT_FIELD =
  /(?:state|status|type|kind|code|mode|operation|level|tier|family|category|model|option|mechanism|action|nextHop|format|objecttype|durationtype|displaystatus)$/iu;

/** Fields that hold constants, and which of them is for the world to say. */
const WORLD_FIELD =
  /(?:osType|powerState|resourceType|createOption|storageAccountType|storageType|enhancedSecurityState|softDeleteFeatureState|storageTypeState|securityType|createdByType|lastModifiedByType|principalType)$/u;

/** Left out of a recording, or not read: it may stand for anything. */
const LEFT_OUT = /^"\[(?:redacted|not recorded|not read|withheld)/u;

/** The weight of a difference; undefined where it is known, or what is compared with was left out. */
export function differenceWeight(difference: Difference): DifferenceWeight | undefined {
  const { kind, at, recorded } = difference;
  if (LEFT_OUT.test(recorded) || isKnownDifference(difference)) {
    return undefined;
  }
  // How many there are of a thing, and which.
  if ((kind === 'missing' || kind === 'extra') && at.endsWith('[]')) {
    return 'world';
  }
  if (kind !== 'value' || at.startsWith('header ')) {
    return 'wire';
  }
  const field = at.split('.').at(-1)?.replace('[]', '') ?? '';
  return recorded.startsWith('"') && CONSTANT_FIELD.test(field) && !WORLD_FIELD.test(field)
    ? 'wire'
    : 'world';
}
