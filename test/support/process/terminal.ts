// Runs the built program in a pseudo-terminal and reads the screen as a person would.
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { onTestFinished } from 'vitest';
import { executableForScripts, startOf, type CleanPlace } from './bin.js';

const COLUMNS = 100;
const ROWS = 50;
/** Of lines that have left the screen, all are kept. */
const SCROLLBACK = 5000;
/** A live line begins anew with it. */
const ERASE_LINE = '\r\u001B[2K';
/** As shells give it: a program that a signal ended has the exit code 0 for the pseudo-terminal. */
const SIGNAL_BASE = 128;

/** A program at a terminal. */
export interface TerminalSession {
  /** What is on the screen, without empty lines at its end. */
  screen(): string;
  /** Lines that were longer than the terminal, which has broken them anywhere; here they are whole. */
  brokenLines(): readonly string[];
  /** Every byte that was written, control sequences and all. */
  written(): string;
  /** Resolves once the screen shows it; rejects when the program ends first. */
  shows(pattern: RegExp): Promise<void>;
  /** Types keys. */
  type(keys: string): void;
  /** The exit code, once the program has ended and the screen shows all of it; 128 and the signal that ended it. */
  readonly ended: Promise<number>;
}

/** How a terminal is set up. */
export interface TerminalOptions {
  readonly columns?: number;
  /** The built program, unless said. */
  readonly script?: string;
  /** A test that runs beside others passes its own: the imported one may belong to a neighbour, which ends earlier. */
  readonly atEndOfTest?: (end: () => void) => void;
}

/** Starts the program with a terminal as stdin, stdout and stderr; it ends with the test at the latest. */
export function startInTerminal(
  place: CleanPlace,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { columns = COLUMNS, script, atEndOfTest = onTestFinished }: TerminalOptions = {},
): TerminalSession {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows: ROWS,
    scrollback: SCROLLBACK,
    allowProposedApi: true,
  });
  const start =
    script === undefined
      ? startOf(args)
      : { file: process.execPath, args: [script, ...args], env: executableForScripts() };
  const child = spawn(start.file, [...start.args], {
    name: 'xterm-256color',
    cols: columns,
    rows: ROWS,
    cwd: place.directory,
    env: { ...place.env, ...start.env, ...env },
  });
  let exitCode: number | undefined;
  atEndOfTest(() => {
    if (exitCode === undefined) {
      child.kill();
    }
  });
  const chunks: string[] = [];
  const watchers = new Set<() => void>();
  const look = (): void => {
    for (const watcher of watchers) {
      watcher();
    }
  };
  child.onData((chunk) => {
    chunks.push(chunk);
    // A busy machine reads several states of a live line at once; each is looked at, as each was on the screen.
    for (const [at, state] of chunk.split(ERASE_LINE).entries()) {
      terminal.write(at === 0 ? state : ERASE_LINE + state, look);
    }
  });
  const ended = new Promise<number>((resolve) => {
    child.onExit((exit) => {
      terminal.write('', () => {
        exitCode = exit.signal ? SIGNAL_BASE + exit.signal : exit.exitCode;
        look();
        resolve(exitCode);
      });
    });
  });
  const screen = (): string => screenText(terminal);
  const until = (isThere: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const watcher = (): void => {
        if (isThere()) {
          watchers.delete(watcher);
          resolve();
        } else if (exitCode !== undefined) {
          watchers.delete(watcher);
          reject(new Error(`ended with ${exitCode} and never showed ${what}:\n${screen()}`));
        }
      };
      watchers.add(watcher);
      watcher();
    });
  return {
    screen,
    brokenLines: () => brokenLines(terminal),
    written: () => chunks.join(''),
    shows: (pattern) => until(() => pattern.test(screen()), String(pattern)),
    type: (keys) => child.write(keys),
    ended,
  };
}

function brokenLines({ buffer }: xterm.Terminal): readonly string[] {
  const broken: string[] = [];
  let whole = '';
  let isBroken = false;
  for (let row = 0; row < buffer.active.length; row += 1) {
    const line = buffer.active.getLine(row);
    const text = line?.translateToString(true) ?? '';
    if (line?.isWrapped === true) {
      whole += text;
      isBroken = true;
    } else {
      broken.push(...(isBroken ? [whole] : []));
      whole = text;
      isBroken = false;
    }
  }
  return isBroken ? [...broken, whole] : broken;
}

function screenText({ buffer }: xterm.Terminal): string {
  const lines = Array.from(
    { length: buffer.active.length },
    (_, row) => buffer.active.getLine(row)?.translateToString(true) ?? '',
  );
  return lines.join('\n').trimEnd();
}
