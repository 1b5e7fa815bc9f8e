// A recording of Azure: exchanges in the order in which they took place.

/** One recorded exchange. */
export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    /** Only those that say something. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

/** A recorded sequence, in the order of recording. */
export interface Recording {
  readonly file: string;
  readonly exchanges: readonly Exchange[];
}
