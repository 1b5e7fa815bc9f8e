// How many machines, in a sentence.

/** `1 VM`, `12 VMs`. */
export function countedVms(count: number): string {
  return `${count} ${count === 1 ? 'VM' : 'VMs'}`;
}
