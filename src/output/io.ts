// The process's streams as the program sees them. stdout and stderr are separate facts: a result may
// go to a file while progress goes to a terminal.

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
  /** Writes to stdout; does nothing once the reader has gone. */
  writeOut(text: string): void;
  /** Writes to stderr; does nothing once the reader has gone. */
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

/** Codes with which Node reports that a pipe's reader has gone; Windows says EOF. */
const CLOSED_PIPE = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF']);

/**
 * Makes the Io of a host, and sees to it that a closed pipe ends quietly. Standard input is
 * touched when something is asked of it: opening it where nobody does costs time at each start.
 */
export function createIo(host: IoHost): Io {
  return {
    writeOut: createWriter(host.stdout),
    writeErr: createWriter(host.stderr),
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
      return host.stdout.columns ?? host.stderr.columns ?? DEFAULT_COLUMNS;
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

/**
 * Watches a stream for its reader going away, as `| head` does: no message, no failure, later writes
 * are dropped. Any other stream error is thrown, which makes it an uncaught exception.
 * @returns whether the reader has gone
 */
export function endQuietlyOnClosedPipe(stream: OutputStream): () => boolean {
  let closed = false;
  stream.on('error', (error) => {
    if (!isClosedPipe(error)) {
      throw error;
    }
    closed = true;
  });
  return () => closed;
}

function createWriter(stream: OutputStream): (text: string) => void {
  const isClosed = endQuietlyOnClosedPipe(stream);
  return (text) => {
    if (text !== '' && !isClosed()) {
      stream.write(stream.isTTY === true ? forTerminal(text) : text);
    }
  };
}

/** What the program itself says to a terminal: colors, and to draw a line again. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const OWN_SEQUENCES = /(\u001B\[(?:[\d;]*m|2K|\?25[hl])|\r)/u;

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
