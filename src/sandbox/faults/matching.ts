// What all faults have in common: patterns, and the count that says when a fault is injected.

/** How often a fault is injected. Without `nth` and `times` into every match; with only `nth`, into that one. */
export interface FaultCount {
  /** The first match that it is injected into, counted from 1. */
  readonly nth?: number | undefined;
  /** How many matches in a row it is injected into. */
  readonly times?: number | undefined;
  /** Matches so far. */
  seen?: number | undefined;
}

/** Counts a match and says whether the fault is injected into it. */
export function countAndDecide(fault: FaultCount): boolean {
  const number = (fault.seen ?? 0) + 1;
  fault.seen = number;
  const first = fault.nth ?? 1;
  const times = fault.times ?? (fault.nth === undefined ? Number.POSITIVE_INFINITY : 1);
  return number >= first && number < first + times;
}

/** `*` stands for anything within a segment, `**` or `…` for anything at all; case is ignored, as Azure ignores it. */
export function globExpression(glob: string): RegExp {
  const source = glob
    .split(/(\*\*|…|\*)/u)
    .map((part) => {
      if (part === '**' || part === '…') {
        return '.*';
      }
      return part === '*' ? '[^/]*' : escaped(part);
    })
    .join('');
  return new RegExp(`^${source}$`, 'iu');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}
