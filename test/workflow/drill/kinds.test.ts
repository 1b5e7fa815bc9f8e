// Drills of some kinds of machines; all with all points: test/sweep.
import { expect, it } from 'vitest';
import { RESTORABLE_KINDS } from '../restore/restorable-kinds.js';
import { drillOfKind, PASSED, UNMANAGED } from './kinds.js';

it.each([
  ['Windows, BEK and KEK', 'copies'],
  ['Linux, dual pass', 'addresses'],
  ['the machine is deleted', 'none'],
  // Their volumes have secrets of their own, which ADE writes anew.
  ['more than 16 disks', 'addresses'],
  ['the key vault is gone, BEK only', 'addresses'],
  ['unmanaged, BEK only', 'addresses'],
] as const)('%s, points with %s', async (name, pointKeys) => {
  const kind = RESTORABLE_KINDS[name];
  if (kind === undefined) {
    throw new Error(`there is no kind ${name}`);
  }
  const expected = kind.unmanaged === true ? UNMANAGED : PASSED;
  expect(await drillOfKind(kind, pointKeys)).toEqual(expected);
});
