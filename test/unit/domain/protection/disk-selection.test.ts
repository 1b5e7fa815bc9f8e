import { describe, expect, it } from 'vitest';
import {
  excludedDisks,
  type DiskSelection,
} from '../../../../src/domain/protection/disk-selection.js';

const OS = { role: 'os', lun: -1, name: 'os' } as const;
const DISKS = [
  OS,
  { role: 'data', lun: 0, name: 'data' },
  { role: 'data', lun: 1, name: 'logs' },
] as const;

describe('disks that backups leave out', () => {
  it.each<[DiskSelection | undefined, readonly string[]]>([
    [undefined, []],
    [{ kind: 'exclude', luns: [1] }, ['logs']],
    [{ kind: 'include', luns: [1] }, ['data']],
    [{ kind: 'include', luns: [0, 1] }, []],
    // The OS disk alone.
    [{ kind: 'include', luns: [] }, ['data', 'logs']],
    // A disk that is not attached any more.
    [{ kind: 'exclude', luns: [7] }, []],
    [{ kind: 'include', luns: [7] }, ['data', 'logs']],
    // Whatever is said of it.
    [{ kind: 'exclude', luns: [-1] }, []],
  ])('%j', (selection, names) => {
    expect(excludedDisks(DISKS, selection).map(({ name }) => name)).toEqual(names);
  });
});
