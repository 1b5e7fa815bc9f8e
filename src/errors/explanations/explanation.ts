// What `azbackup explain` knows about a name: more than errors show, and loaded only where it is asked for.

import type { Suggestion } from '../suggestion.js';

/** Whether running the same command again can end otherwise. */
export type Retry = 'yes' | 'after-fix' | 'no' | 'unknown';

/** Where knowledge comes from. */
export interface Evidence {
  readonly kind: 'documentation' | 'recording' | 'report' | 'source' | 'assumption';
  /** Title of the page, the thread, or the recording. */
  readonly source: string;
  /** The date that the page states, or of the recording; null where it is not known. */
  readonly date: string | null;
  readonly url: string | null;
}

/** What there is to say of a code besides its meaning and its fix. Texts may hold `{vm}` and `{vault}`. */
export interface CodeDetails {
  /** The likely cause where the backup of an encrypted VM meets it; one sentence without a full stop. */
  readonly likely?: string;
  /** Commands, or places to look at, that show whether it is so. */
  readonly prove?: readonly string[];
  readonly retry: Retry;
  /** Besides the page of the code's advice. */
  readonly evidence?: readonly Evidence[];
}

/** A code of Azure's with all that is known about it. */
export interface CodeExplanation extends Omit<Suggestion, 'docs'>, Omit<CodeDetails, 'evidence'> {
  /**
   * `assumed`: the rule is documented, but not the code by which Azure refuses; the sandbox uses this one. `name-only`:
   * nothing is known beyond the name. `general`: many things have this code, and errors carry no advice for it.
   */
  readonly standing: 'known' | 'general' | 'assumed' | 'name-only';
  readonly docs: string | null;
  readonly evidence: readonly Evidence[];
}
