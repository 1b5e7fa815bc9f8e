// Every kind of machine, with points that tell all, some or nothing of their keys, in every form of the files that name
// the disks: all with all.
import { describe, expect, it } from 'vitest';
import {
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

describe('a machine of this kind is restored, and starts', () => {
  it.each(VARIANTS.filter((_, place) => place % SHARE === 0))(
    '%s, points with %s, files with %s',
    async (_, pointKeys, restoreFiles, kind) => {
      expect(await restoredTwice(kind, { pointKeys, restoreFiles })).toEqual(RESTORED_ONCE);
    },
  );
});
