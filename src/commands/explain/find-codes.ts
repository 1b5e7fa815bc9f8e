// Finds codes in whatever somebody pastes: a log, az's JSON, a job's JSON, an error of azbackup.

import { codeKey } from '../../errors/suggestions.js';
import { entryOf, type Entry } from './entries.js';

/** A code in a text. */
export interface FoundCode {
  /** As it first stands there. */
  readonly code: string;
  /** Undefined for what only looks like a code. */
  readonly entry: Entry | undefined;
  /** How often it, or another spelling of it, stands there. */
  readonly times: number;
}

/** Words that stand before a code: `"code": "Forbidden"`, `Code: Forbidden`, `(Forbidden) Caller is …`. */
const NAMED =
  /(?:\b(?:error[ _]?)?(?:code|title)["']?\s*[:=]\s*["']?|^\s*(?:ERROR:\s*)?\()(?<code>[A-Za-z][\w.-]*\w)(?=["')\s,;]|$)/gimu;
const NUMBERED = /\b(?:error[ _]?)?code["']?\s*[:=]?\s*["']?(?<code>\d{6})\b/giu;
/** As azbackup writes its exits: at the end of an error, and in JSON. */
const EXITS = /(?:\bcode AZB_[A-Z_]+.*?\bexit |"exitCode":\s*)(?<code>\d{1,3})\b/gu;
const WORDS = /\bAADSTS\d+\b|\b[a-z]+\.[a-z]+(?:-[a-z]+)+\b|\b[A-Z][A-Za-z0-9_]+\b/gu;
/** Two capitals with small letters between, or parts joined by a line: no word of a sentence looks so. */
const COMPOUND = /[a-z][A-Z]|_|^AADSTS|^AKV\d|\./u;
/** What only codes begin with: they are listed although nothing is known of them. */
const CODE_SHAPE =
  /^(?:(?:BMS)?UserError[A-Z]\w+|AZB_[A-Z_]+|AADSTS\d+|Extension(?:Snapshot|Failed|Installation|Operation)\w+)$/u;

/** The codes in a text, in the order in which they first stand there. */
export function findCodes(text: string, entries: readonly Entry[]): readonly FoundCode[] {
  const known = new Set(entries.flatMap(({ names }) => names.map((name) => codeKey(name))));
  const places = new Map<number, string>();
  const take = (pattern: RegExp, wanted: (code: string) => boolean): void => {
    for (const match of text.matchAll(pattern)) {
      const code = match.groups?.['code'] ?? match[0];
      if (wanted(code)) {
        places.set(match.index + match[0].lastIndexOf(code), code);
      }
    }
  };
  const isKnown = (code: string): boolean => known.has(codeKey(code));
  take(WORDS, (word) => COMPOUND.test(word) && (isKnown(word) || CODE_SHAPE.test(word)));
  take(NAMED, (word) => isKnown(word));
  take(NUMBERED, isKnown);
  take(EXITS, isKnown);
  const inOrder = [...places].toSorted(([left], [right]) => left - right);
  return counted(
    inOrder.map(([, code]) => code),
    entries,
  );
}

/** Each once: the number and the title of a job's error are one. */
function counted(codes: readonly string[], entries: readonly Entry[]): readonly FoundCode[] {
  const times = new Map<Entry | string, FoundCode>();
  for (const code of codes) {
    const entry = entryOf(entries, code);
    const key = entry ?? codeKey(code);
    const earlier = times.get(key);
    times.set(key, { code: earlier?.code ?? code, entry, times: (earlier?.times ?? 0) + 1 });
  }
  return [...times.values()];
}
