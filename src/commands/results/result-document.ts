// What all result documents have in common. The documents themselves are in the folders of their
// commands; which there are, the catalogue says.

/** A document that a command may put on stdout. `kind` tells which. */
export interface AnyDocument {
  readonly kind: string;
  readonly schemaVersion: number;
  readonly items: readonly object[];
  readonly summary: object;
}
