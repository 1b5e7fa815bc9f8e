// How long a command waits for what it has started.

/** Whether to wait, and until when. */
export interface WaitPolicy {
  readonly wait: boolean;
  /** Milliseconds since the epoch at which waiting ends; absent means no end. */
  readonly deadlineMilliseconds?: number;
}
