// Choosing by chance in a way that can be repeated: the order of things is that of the hashes of their keys with a seed, so
// it does not depend on the order in which Azure lists them.

/** Makes the same text of the same text, evenly spread. */
type Hash = (text: string) => string;

/** So many of the items, by chance; all where there are no more. */
export function chooseBySeed<Item>(
  items: readonly Item[],
  count: number,
  {
    seed,
    keyOf,
    hash,
  }: { readonly seed: string; readonly keyOf: (item: Item) => string; readonly hash: Hash },
): readonly Item[] {
  const order = (item: Item): string => hash(`${seed} ${keyOf(item)}`);
  return items
    .map((item) => ({ item, place: order(item) }))
    .toSorted((left, right) => (left.place < right.place ? -1 : left.place > right.place ? 1 : 0))
    .slice(0, count)
    .map(({ item }) => item);
}
