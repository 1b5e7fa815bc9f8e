// What became of machines and keys between two reports. What one of them does not know is neither better nor worse.

/** Whether a change is for the better; `unclear` where one side is not known, or neither can be said. */
export type Direction = 'worse' | 'better' | 'unclear';

/** A machine as a report has it. */
export interface ReportedMachine {
  readonly outcome: 'safe' | 'not-safe' | 'unknown';
  /** Its state in the words of `azbackup status`. */
  readonly state: string;
  readonly keyHealth: string | null;
  readonly keyAccess: string | null;
  /** Outcomes of the gate by fingerprint; undefined in a report without a gate. */
  readonly gate:
    | ReadonlyMap<string, { readonly rule: string; readonly outcome: string }>
    | undefined;
  /** Days with a missed backup; undefined where they are not fully known. */
  readonly missed: readonly string[] | undefined;
  /** Null where it is not known. */
  readonly pointsAfterDeadline: number | null;
}

/** What the two reports are of. */
export interface ReportSpans {
  /** The first day of the new one's calendar, and the last of the old one's that was over. */
  readonly from: string;
  readonly oldTo: string;
  /** True where both look at points past the same deadline. */
  readonly sameDeadline: boolean;
}

/** What changed of a machine. */
export interface ReportChange {
  readonly what: 'safety' | 'state' | 'keys' | 'gate' | 'missed-days' | 'points-after-deadline';
  readonly before: string;
  readonly after: string;
  readonly direction: Direction;
}

/** The changes of a machine that both reports have. */
export function machineChanges(
  before: ReportedMachine,
  after: ReportedMachine,
  spans: ReportSpans,
): readonly ReportChange[] {
  return [
    ...ranked('safety', SAFETY, before.outcome, after.outcome),
    ...ranked('state', STATES, before.state, after.state),
    ...ranked('keys', KEYS, keysWord(before), keysWord(after)),
    ...gateChanges(before, after),
    ...missedChanges(before, after, spans),
    ...pointChanges(before, after, spans),
  ];
}

/** What the changes of a machine come to: what is worse outweighs what is better. */
export function directionOf(changes: readonly Pick<ReportChange, 'direction'>[]): Direction {
  const has = (direction: Direction): boolean =>
    changes.some((change) => change.direction === direction);
  return has('worse') ? 'worse' : has('better') ? 'better' : 'unclear';
}

type Ranks = Readonly<Record<string, number>>;

/** Words that are in no table are not known, or cannot be held against another. */
const SAFETY: Ranks = { 'not-safe': 0, safe: 1 };
const STATES: Ranks = {
  'not-protected': 0,
  'soft-deleted': 0,
  'machine-gone': 1,
  stopped: 1,
  paused: 1,
  error: 2,
  'waiting-for-first-backup': 2,
  protected: 3,
};
const KEYS: Ranks = { gone: 0, disabled: 0, 'no access': 1, usable: 2 };

function keysWord({ keyHealth, keyAccess }: ReportedMachine): string {
  if (keyHealth === 'gone' || keyHealth === 'disabled') {
    return keyHealth;
  }
  if (keyAccess === 'lacking') {
    return 'no access';
  }
  if (keyHealth === null && keyAccess === null) {
    return 'none';
  }
  return keyHealth === 'in-place' && keyAccess === 'granted' ? 'usable' : 'unknown';
}

function ranked(
  what: ReportChange['what'],
  ranks: Ranks,
  before: string,
  after: string,
): readonly ReportChange[] {
  return before === after
    ? []
    : [{ what, before, after, direction: compared(rankOf(ranks, before), rankOf(ranks, after)) }];
}

function rankOf(ranks: Ranks, word: string): number | undefined {
  return Object.hasOwn(ranks, word) ? ranks[word] : undefined;
}

function compared(before: number | undefined, after: number | undefined): Direction {
  if (before === undefined || after === undefined || before === after) {
    return 'unclear';
  }
  return after > before ? 'better' : 'worse';
}

const GATE: Ranks = { 'not-met': 0, waived: 1, met: 1, 'not-applicable': 1 };

/** Waived, met and not applicable come to the same. */
function isSameRank(before: string, after: string): boolean {
  const rank = rankOf(GATE, before);
  return rank !== undefined && rank === rankOf(GATE, after);
}

/** Only what both were asked is compared: a rule that the file did not have says nothing about a change. */
function gateChanges(before: ReportedMachine, after: ReportedMachine): readonly ReportChange[] {
  return [...(after.gate ?? [])].flatMap(([fingerprint, result]) => {
    const earlier = before.gate?.get(fingerprint);
    if (earlier === undefined || isSameRank(earlier.outcome, result.outcome)) {
      return [];
    }
    const words = (outcome: string): string => `${result.rule}: ${outcome}`;
    return ranked('gate', GATE, earlier.outcome, result.outcome).map((change) => ({
      ...change,
      before: words(change.before),
      after: words(change.after),
    }));
  });
}

/** Days that a calendar has left behind are no improvement; of today nothing was known yet in the old report. */
function missedChanges(
  before: ReportedMachine,
  after: ReportedMachine,
  { from, oldTo }: ReportSpans,
): readonly ReportChange[] {
  if (before.missed === undefined || after.missed === undefined) {
    return before.missed === after.missed
      ? []
      : [unclear('missed-days', daysWord(before.missed), daysWord(after.missed))];
  }
  const known = new Set(before.missed);
  const now = new Set(after.missed);
  const added = after.missed.filter((day) => !known.has(day) && day >= oldTo);
  const filled = before.missed.filter((day) => !now.has(day) && day >= from);
  if (added.length + filled.length === 0) {
    return [];
  }
  const direction = added.length > 0 ? 'worse' : 'better';
  return [
    {
      what: 'missed-days',
      before: daysWord(before.missed),
      after: daysWord(after.missed),
      direction,
    },
  ];
}

function daysWord(days: readonly string[] | undefined): string {
  return days === undefined ? 'unknown' : String(days.length);
}

function pointChanges(
  { pointsAfterDeadline: before }: ReportedMachine,
  { pointsAfterDeadline: after }: ReportedMachine,
  { sameDeadline }: ReportSpans,
): readonly ReportChange[] {
  if (!sameDeadline || before === after) {
    return [];
  }
  if (before === null || after === null) {
    return [
      unclear('points-after-deadline', String(before ?? 'unknown'), String(after ?? 'unknown')),
    ];
  }
  const direction = after > before ? 'worse' : 'better';
  return [
    { what: 'points-after-deadline', before: String(before), after: String(after), direction },
  ];
}

function unclear(what: ReportChange['what'], before: string, after: string): ReportChange {
  return { what, before, after, direction: 'unclear' };
}

/** A version of a secret or key, as a report has it. */
export interface ReportedKey {
  readonly outcome: string;
  /** `yyyy-mm-dd` from which on it may be deleted; null where it may not, or it is not known. */
  readonly deleteFrom: string | null;
}

/** What became of a version; undefined where nothing did. */
export function keyChange(
  before: (ReportedKey & { readonly day: string }) | undefined,
  after: (ReportedKey & { readonly day: string }) | undefined,
): 'may-go' | 'needed' | 'changed' | 'only-in-new' | 'only-in-old' | undefined {
  if (after === undefined) {
    return before === undefined ? undefined : 'only-in-old';
  }
  const [couldGo, mayGo] = [mayGoOn(before), mayGoOn(after)];
  if (couldGo !== mayGo) {
    return mayGo ? 'may-go' : 'needed';
  }
  if (before === undefined) {
    return 'only-in-new';
  }
  const isSame = before.outcome === after.outcome && before.deleteFrom === after.deleteFrom;
  return isSame ? undefined : 'changed';
}

function mayGoOn(key: (ReportedKey & { readonly day: string }) | undefined): boolean {
  return key !== undefined && key.deleteFrom !== null && key.deleteFrom <= key.day;
}
