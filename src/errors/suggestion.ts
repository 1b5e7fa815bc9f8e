// What azbackup knows about an error code of Azure's.

/** The meaning of a code and the way out. Texts may hold `{vm}` and `{vault}`. */
export interface Suggestion {
  /** Spellings seen; compared without case, and tolerant as `suggestionFor` says. */
  readonly codes: readonly string[];
  /** One sentence without a full stop. */
  readonly meaning: string;
  /** Commands or actions, best first. */
  readonly fix: readonly string[];
  /** Address of the documentation page that the entry comes from. */
  readonly docs: string;
}
