// A drill of every kind of machine, with points that tell all, some or nothing of their keys.
import { expect, it } from 'vitest';
import { drillOfKind, PASSED, UNMANAGED } from '../../workflow/drill/kinds.js';
import { POINT_KEYS, RESTORABLE_KINDS } from '../../workflow/restore/restorable-kinds.js';
import { SHARE } from '../share.js';

const VARIANTS = Object.entries(RESTORABLE_KINDS).flatMap(([name, kind]) =>
  POINT_KEYS.map((pointKeys) => [name, pointKeys, kind] as const),
);

it.each(VARIANTS.filter((_, place) => place % Math.ceil(SHARE / 4) === 0))(
  '%s, points with %s',
  async (_, pointKeys, kind) => {
    const expected = kind.unmanaged === true ? UNMANAGED : PASSED;
    expect(await drillOfKind(kind, pointKeys)).toEqual(expected);
  },
);
