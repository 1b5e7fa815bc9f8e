// What a drill's things are called, and what is never taken for a drill's.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DRILL_TAG,
  drillId,
  drillOfGroup,
  drillOfKeyVault,
  drillPlace,
  EXPIRES_TAG,
  isExpired,
} from '../../../../src/domain/drill/drill-place.js';
import { nameOf } from '../../../../src/domain/resource-id.js';

const NOW = '2026-11-30T12:00:00Z';
const ID = drillId(NOW, '3F2A9C41-0000-4000-8000-000000000000'.toLowerCase());

describe('the names of a drill', () => {
  it('are made of its id, and fit into what Azure allows', () => {
    const place = drillPlace(ID, 'sub', 'x'.repeat(64));
    expect(ID).toBe('20261130-3f2a9c41');
    expect(nameOf(place.groupId)).toBe('azbackup-drill-20261130-3f2a9c41');
    expect(nameOf(place.keyVaultId)).toBe('azbdrill-3f2a9c41');
    expect(nameOf(place.keyVaultId).length).toBeLessThanOrEqual(24);
    expect(place.machineName).toHaveLength(64);
  });

  it('are known again by name and tag', () => {
    const { groupId, keyVaultId } = drillPlace(ID, 'sub', 'VM001');
    const tags = { [DRILL_TAG]: ID };
    expect(drillOfGroup({ name: nameOf(groupId).toUpperCase(), tags })).toBe(ID);
    expect(drillOfKeyVault({ name: nameOf(keyVaultId), tags })).toBe(ID);
  });
});

describe('what is not a drill', () => {
  it.each([
    ['the name without the tag', { name: `azbackup-drill-${ID}`, tags: {} }],
    ['the tag without the name', { name: 'rg-prod', tags: { [DRILL_TAG]: ID } }],
    ['the tag of another drill', { name: `azbackup-drill-${ID}`, tags: { [DRILL_TAG]: 'other' } }],
    ['an empty tag', { name: 'azbackup-drill-', tags: { [DRILL_TAG]: '' } }],
    ['a name that goes on', { name: `azbackup-drill-${ID}-prod`, tags: { [DRILL_TAG]: ID } }],
  ])('%s', (_, group) => {
    expect(drillOfGroup(group)).toBeUndefined();
    expect(drillOfKeyVault(group)).toBeUndefined();
  });

  it('is any group that lacks either', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (name, tags) => {
        const id = drillOfGroup({ name, tags });
        expect(id === undefined || (tags[DRILL_TAG] === id && name.endsWith(id))).toBe(true);
      }),
    );
  });
});

describe('isExpired', () => {
  it.each([
    ['later', '2026-11-30T12:00:01Z', false],
    ['now', NOW, true],
    ['earlier', '2026-11-29T12:00:00Z', true],
    ['never said', undefined, false],
    ['said in a way that nobody can read', 'soon', false],
  ])('%s', (_, expires, expected) => {
    const tags = expires === undefined ? {} : { [EXPIRES_TAG]: expires };
    expect(isExpired({ tags }, NOW)).toBe(expected);
  });
});
