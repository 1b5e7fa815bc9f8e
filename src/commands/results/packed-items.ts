// Items of long results, kept small until they are written: what ten thousand machines were found to be is hundreds of
// megabytes as objects, and a tenth of a text of it when compressed.

import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** An item as it is kept. */
export interface PackedItem<Item extends object> {
  /** In bytes. */
  readonly size: number;
  unpack(): Item;
}

/** Packs an item that is final; it is JSON and nothing else. */
export function packItem<Item extends object>(item: Item): PackedItem<Item> {
  // A copy: what zlib hands out is the beginning of a buffer that is several times as long.
  const bytes = Buffer.from(deflateRawSync(JSON.stringify(item), { level: 1 }));
  return {
    size: bytes.length,
    unpack: () => {
      const unpacked: unknown = JSON.parse(inflateRawSync(bytes).toString());
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an item was packed, and JSON keeps all of it
      return unpacked as Item;
    },
  };
}

const INDEX = /^\d+$/u;

/**
 * A list that unpacks each item when it is looked at, and keeps none. It has no keys of its own: who changes what is in a
 * document has to do so before the item is packed.
 */
export function packedList<Item extends object>(packed: readonly PackedItem<Item>[]): Item[] {
  return new Proxy(Array.from<Item>({ length: 0 }), {
    get: (target, key, receiver): unknown => {
      if (key === 'length') {
        return packed.length;
      }
      return typeof key === 'string' && INDEX.test(key)
        ? packed[Number(key)]?.unpack()
        : Reflect.get(target, key, receiver);
    },
    has: (target, key) =>
      typeof key === 'string' && INDEX.test(key)
        ? Number(key) < packed.length
        : Reflect.has(target, key),
  });
}
