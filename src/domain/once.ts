// What is asked for when it is first wanted, by whoever comes first.

/** Makes a value when first asked for; those who ask meanwhile share it. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
