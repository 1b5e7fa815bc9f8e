// Every kind of machine, with points that tell all, some or nothing of their keys, in every form of the files that name
// the disks: all with all.
import { describe, expect, it } from 'vitest';
import {
  EACH_KIND_ONCE,
  FILE_FORMS,
  POINT_KEYS,
  RESTORABLE_KINDS,
  RESTORED_ONCE,
  restoredTwice,
} from '../../workflow/restore/restorable-kinds.js';
import { SHARE } from '../share.js';

const VARIANTS = Object.entries(RESTORABLE_KINDS).flatMap(([name, kind]) =>
  POINT_KEYS.flatMap((pointKeys) =>
    FILE_FORMS.map((restoreFiles) => [name, pointKeys, restoreFiles, kind] as const),
  ),
);

/** Those that test/workflow has not, and a share of all with all. */
const RUN = [
  ...EACH_KIND_ONCE.filter((_, place) => SHARE > 1 && place % 4 > 0),
  ...VARIANTS.filter((_, place) => place % SHARE === 0),
];

describe('a machine of this kind is restored, and starts', () => {
  it.each(RUN)('%s, points with %s, files with %s', async (_, pointKeys, restoreFiles, kind) => {
    expect(await restoredTwice(kind, { pointKeys, restoreFiles })).toEqual(RESTORED_ONCE);
  });
});
