// Ids in a text are replaced by words, the same by the same.
import { describe, expect, it } from 'vitest';
import {
  hasIds,
  numberedStandIns,
  withoutIds,
} from '../../../../src/domain/text/numbered-stand-ins.js';

const ONE = '5b0f7c1e-2f43-4c5b-8f0e-00000000abcd';
const OTHER = '685e4007-c97b-96bb-321b-d07204566f7f';

describe('ids', () => {
  it.each([
    [`/subscriptions/${ONE}/resourceGroups/rg`, '/subscriptions/id-1/resourceGroups/rg'],
    [`${ONE} ${OTHER} ${ONE.toUpperCase()}`, 'id-1 id-2 id-1'],
    [`%2Fsubscriptions%2F${ONE}%2F`, '%2Fsubscriptions%2Fid-1%2F'],
    [`keys/kek/${OTHER.replaceAll('-', '')}, ${OTHER}`, 'keys/kek/id-1, id-1'],
    [`?id=%2F${OTHER.replaceAll('-', '')}`, '?id=%2Fid-1'],
    [`VM005_OsDisk_1_${OTHER.replaceAll('-', '')}`, 'VM005_OsDisk_1_id-1'],
  ])('in %s are replaced', (text, expected) => {
    expect(withoutIds(text)).toBe(expected);
    expect(hasIds(text)).toBe(true);
  });

  it.each(['VM001', 'deadbeef', 'a'.repeat(40), '2026-11-29T18:00:00Z', '649519847806993'])(
    'are not what %s is',
    (text) => {
      expect(withoutIds(text)).toBe(text);
      expect(hasIds(text)).toBe(false);
    },
  );

  it('of several kinds are counted together', () => {
    const standIn = numberedStandIns();
    expect([standIn('vault')('kv'), standIn('user')('me'), standIn('vault')('KV')]).toEqual([
      'vault-1',
      'user-2',
      'vault-1',
    ]);
  });
});
