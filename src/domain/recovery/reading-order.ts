// In which order to read the points of a long series when not all of them may be read.

/**
 * The places 0 to `count - 1`: both ends first, then the middle, then the middles of the halves, and so on.
 * Whatever is left unread then lies between two that were read, not far from either.
 */
export function readingOrder(count: number): readonly number[] {
  const order = count > 1 ? [0, count - 1] : [0].slice(0, count);
  for (let gaps: readonly Gap[] = [[0, count - 1]]; gaps.length > 0;) {
    const open = gaps.filter(([from, to]) => to - from > 1);
    order.push(...open.map((gap) => middleOf(gap)));
    gaps = open.flatMap(([from, to]): Gap[] => {
      const middle = middleOf([from, to]);
      return [
        [from, middle],
        [middle, to],
      ];
    });
  }
  return order;
}

type Gap = readonly [from: number, to: number];

function middleOf([from, to]: Gap): number {
  return Math.floor((from + to) / 2);
}

/** Several series as one, a member of each in turn. */
export function interleave<T>(series: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...series.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    series.flatMap((each) => each.slice(place, place + 1)),
  ).flat();
}
