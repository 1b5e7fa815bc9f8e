// What a command may do whose callers call others: read messages, write messages, and run azbackup in this process as
// if its arguments had been typed. The edge makes it (src/cli/calls).

import type { ErrorEnvelope } from '../../errors/error-envelope.js';
import type { AnyDocument } from '../results/result-document.js';

/** Where calls work. */
export interface CallPlace {
  /** Folder of the sandbox; undefined for Azure. */
  readonly sandbox: string | undefined;
  readonly cloud: string;
  /** As the server was started with; each is undefined where nobody has said. */
  readonly subscription: string | undefined;
  readonly resourceGroup: string | undefined;
  readonly vault: string | undefined;
}

/** The person behind a caller. */
export interface CallPerson {
  /** True only for a yes. */
  ask(question: string, consequence: string): Promise<boolean>;
  /** Undefined when the question was turned away. */
  askText(question: string, consequence: string): Promise<string | undefined>;
}

/** How one call is run. */
export interface CallOptions {
  /** Aborted: the call ends as by Ctrl-C. */
  readonly signal: AbortSignal;
  /** False where nothing of this machine may be written, not even what is kept between commands. */
  readonly keepsState: boolean;
  /** Hears each line of stderr. */
  readonly onLine: (line: string) => void;
  /** Left out where nobody can be asked. */
  readonly person?: CallPerson | undefined;
}

/** What a call came to. */
export interface CallOutcome {
  readonly exitCode: number;
  /** Undefined where it ended before there was one. */
  readonly document: AnyDocument | undefined;
  /** The document as a person would read it. */
  readonly lines: readonly string[];
  readonly error: ErrorEnvelope | undefined;
}

/** See above. */
export interface ProgramCalls {
  readonly place: CallPlace;
  /** Options with which a person would type a call, since the server was started with them. */
  readonly startOptions: readonly string[];
  /** Standard input, as it comes. */
  messages(): AsyncIterable<Uint8Array>;
  /** Writes to stdout. */
  write(text: string): void;
  /** Writes to stderr. */
  readonly log: (line: string) => void;
  /** Real time in milliseconds since the epoch, also where the sandbox has its own. */
  now(): number;
  newGuid(): string;
  call(argv: readonly string[], options: CallOptions): Promise<CallOutcome>;
}
