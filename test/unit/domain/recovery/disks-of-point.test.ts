import { describe, expect, it } from 'vitest';
import { diskNotes, hasDataDisks } from '../../../../src/domain/recovery/disks-of-point.js';
import type { RecoveryPoint } from '../../../../src/domain/recovery/recovery-point.js';

const OS = { lun: -1, name: 'os' };
const DATA = { lun: 0, name: 'data' };
const EVERY = { included: [OS, DATA], excluded: [], includedCount: 2, attachedCount: 2 };
const OS_ALONE = { included: [OS], excluded: [DATA], includedCount: 1, attachedCount: 2 };
/** As a list of points has it. */
const COUNTED = { included: [], excluded: [], includedCount: 1, attachedCount: 2 };

const machine = (...roles: readonly ('os' | 'data')[]) => ({
  disks: roles.map((role, at) => ({
    role,
    lun: at - 1,
    name: role,
    source: { kind: 'ephemeral' as const },
  })),
});

type Disks = RecoveryPoint['disks'];

const pointOf = (disks: Disks) => ({ name: '1', ...(disks === undefined ? {} : { disks }) });

describe('data disks come back', () => {
  it.each<[Disks, readonly (ReturnType<typeof machine> | undefined)[], boolean | undefined]>([
    [EVERY, [machine('os')], true],
    [OS_ALONE, [machine('os', 'data')], false],
    [COUNTED, [machine('os', 'data')], false],
    [{ ...COUNTED, includedCount: 2 }, [], true],
    [{ included: [], excluded: [] }, [machine('os', 'data')], true],
    [undefined, [machine('os', 'data')], true],
    [undefined, [machine('os'), machine('os', 'data')], true],
    [undefined, [machine('os')], false],
    [undefined, [undefined, machine('os', 'data')], true],
    [undefined, [undefined], undefined],
    [undefined, [], undefined],
  ])('%j, %j: %j', (disks, machines, expected) => {
    expect(hasDataDisks(pointOf(disks), machines)).toBe(expected);
  });
});

describe('what is said of a point', () => {
  it.each<[Disks, readonly string[]]>([
    [undefined, []],
    [EVERY, []],
    [{ included: [], excluded: [] }, []],
    [OS_ALONE, [expect.stringContaining('without data (LUN 0)')]],
    [COUNTED, [expect.stringContaining('without some disks')]],
  ])('%j', (disks, notes) => {
    expect(diskNotes(pointOf(disks))).toEqual(notes);
  });
});
