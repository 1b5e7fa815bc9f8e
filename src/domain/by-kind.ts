// What differs from one member of a union to the next, as a table that must have every kind. Takes the
// place of a switch where a union has more kinds than a function should have branches.

/** An entry for each kind of a union, called with the member of that kind. */
export type ByKind<
  Union extends { readonly kind: string },
  Rest extends readonly unknown[],
  Result,
> = {
  readonly [Kind in Union['kind']]: (
    member: Union & { readonly kind: Kind },
    ...rest: Rest
  ) => Result;
};

/** Calls the entry of a table that is made for the member. */
export function forKind<
  Union extends { readonly kind: string },
  Rest extends readonly unknown[],
  Result,
>(table: ByKind<Union, Rest, Result>, member: Union, ...rest: Rest): Result {
  const kind: Union['kind'] = member.kind;
  const entry: unknown = table[kind];
  // The entry under a member's kind takes members of that kind; the compiler cannot relate the two.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return (entry as (member: Union, ...rest: Rest) => Result)(member, ...rest);
}
