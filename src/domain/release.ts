// Releases of programs, such as 2.90.0.

/** Whether a release comes before another. False where either is no version of numbers: a strange version is no proof of age. */
export function isOlder(left: string, right: string): boolean {
  const others = right.split('.').map(Number);
  for (const [place, part] of left.split('.').entries()) {
    const difference = Number(part) - (others[place] ?? 0);
    if (difference !== 0) {
      return difference < 0;
    }
  }
  return false;
}
