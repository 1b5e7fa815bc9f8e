// When a change of many machines is given up.

/** What the user allows to fail: so many machines, or this share of them. */
export type MaxErrors =
  | { readonly unit: 'machines'; readonly value: number }
  | { readonly unit: 'percent'; readonly value: number };
