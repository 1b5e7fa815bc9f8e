// The process's streams as the program sees them. stdout and stderr are separate facts: a result may
// go to a file while progress goes to a terminal.

import { withoutSentSecrets } from '../domain/keys/sent-secrets.js';
import { withoutUnsafe } from '../domain/unsafe-characters.js';

/** What is needed of a writable stream of the host. */
export interface OutputStream {
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What the process's edge hands over. */
export interface IoHost {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True when `--no-color` was given. */
  readonly noColor: boolean;
  /** IANA name; the host's own zone when left out. */
  readonly timeZone?: string;
}

/** Where output goes, and what may be done there. */
export interface Io {
  /** Writes to stdout; does nothing once the reader has gone, or a write has failed. */
  writeOut(text: string): void;
  /** Why something could not be written to stdout, such as a full disk; a reader that has gone is no failure. */
  outFailure(): Error | undefined;
  /** Writes to stderr; does nothing once the reader has gone, or a write has failed. */
  writeErr(text: string): void;
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly inIsTty: boolean;
  /** True when a line on stderr may be drawn over: a terminal that is not `TERM=dumb`. */
  readonly errCanRedraw: boolean;
  /** Width of the terminal; 100 where there is none. */
  readonly columns: number;
  readonly outColor: boolean;
  readonly errColor: boolean;
  /** IANA name of the zone in which local times are told. */
  readonly timeZone: string;
}

const DEFAULT_COLUMNS = 100;
const UNKNOWN_COLUMNS = 80;

/** Codes with which Node reports that a pipe's reader has gone; Windows says EOF. */
const CLOSED_PIPE = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF']);

/**
 * Makes the Io of a host, and sees to it that a closed pipe ends quietly. Standard input is
 * touched when something is asked of it: opening it where nobody does costs time at each start.
 */
export function createIo(host: IoHost): Io {
  const out = createWriter(host.stdout);
  const err = createWriter(host.stderr);
  return {
    writeOut: out.write,
    outFailure: out.failure,
    writeErr: err.write,
    get outIsTty() {
      return host.stdout.isTTY === true;
    },
    get errIsTty() {
      return host.stderr.isTTY === true;
    },
    get inIsTty() {
      return host.stdin.isTTY === true;
    },
    get errCanRedraw() {
      return host.stderr.isTTY === true && host.env['TERM'] !== 'dumb';
    },
    get columns() {
      const columns = host.stdout.columns ?? host.stderr.columns ?? DEFAULT_COLUMNS;
      // A terminal that does not know its width says zero.
      return columns === 0 ? UNKNOWN_COLUMNS : columns;
    },
    get outColor() {
      return wantsColor(host, host.stdout);
    },
    get errColor() {
      return wantsColor(host, host.stderr);
    },
    // Asked for late: the first use of Intl takes a third of the time that --version may take.
    get timeZone() {
      return host.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
  };
}

/** Writes to a stream for as long as that goes well. */
interface Writer {
  readonly write: (text: string) => void;
  readonly failure: () => Error | undefined;
}

/**
 * A writer that ends quietly when its reader goes away, as `| head` does, and remembers any other failure: no
 * write ends a command that is in the middle of a change.
 */
function createWriter(stream: OutputStream): Writer {
  let closed = false;
  let failure: Error | undefined;
  const fail = (error: Error): void => {
    closed = true;
    failure ??= isClosedPipe(error) ? undefined : error;
  };
  stream.on('error', fail);
  return {
    write: (text) => {
      if (text !== '' && !closed) {
        const shown = withoutSentSecrets(text);
        writeOr(fail, stream, stream.isTTY === true ? forTerminal(shown) : shown);
      }
    },
    failure: () => failure,
  };
}

/** Node 20 throws where a file cannot be written; newer ones emit the error. */
function writeOr(fail: (error: Error) => void, stream: OutputStream, text: string): void {
  try {
    stream.write(text);
  } catch (error) {
    if (!(error instanceof Error)) {
      throw error;
    }
    fail(error);
  }
}

/** What the program itself says to a terminal: colors, and to draw a line again. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const OWN_SEQUENCES = /(\u001B\[(?:[\d;]*m|2K|\?(?:7|25)[hl])|\r)/u;

/** Nothing else that a terminal would obey, wherever it comes from. */
function forTerminal(text: string): string {
  return text
    .split(OWN_SEQUENCES)
    .map((part, index) => (index % 2 === 1 ? part : withoutUnsafe(part)))
    .join('');
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && CLOSED_PIPE.has(error.code);
}

/** `--no-color`, then NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal. */
function wantsColor(host: IoHost, stream: OutputStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = host.env;
  if (host.noColor || (NO_COLOR !== undefined && NO_COLOR !== '')) {
    return false;
  }
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') {
    return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  }
  return TERM !== 'dumb' && stream.isTTY === true;
}
