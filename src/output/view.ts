// What a view of something for people depends on besides the thing itself.

import type { Instant } from '../domain/time/instant.js';
import type { Io } from './io.js';
import { ANYWHERE, type CommandPlace } from './suggested-commands.js';
import { createTheme, type Theme } from './theme.js';

/** Prose is never wider, however wide the terminal. */
const MAX_COLUMNS = 100;
/** Narrower than this, wrapping does more harm than an overlong line. */
const MIN_COLUMNS = 40;

/** The place a view is made for. */
export interface View {
  readonly theme: Theme;
  /** Columns to wrap prose to. */
  readonly width: number;
  /** True on a terminal: ids may be shortened and times told relatively. False in a pipe. */
  readonly terminal: boolean;
  /** IANA name of the zone for local times. */
  readonly timeZone: string;
  readonly now: Instant;
  /** True when checks that pass are shown one by one. */
  readonly verbose: boolean;
  /** What keeps suggested commands where they are suggested. */
  readonly commandPlace: CommandPlace;
}

/** The view that fits one of the two streams. */
export function createView(
  io: Io,
  stream: 'out' | 'err',
  options: {
    readonly now: Instant;
    readonly verbose?: boolean;
    readonly commandPlace?: CommandPlace;
  },
): View {
  const terminal = stream === 'out' ? io.outIsTty : io.errIsTty;
  const columns = terminal ? Math.max(io.columns, MIN_COLUMNS) : MAX_COLUMNS;
  return {
    theme: createTheme(stream === 'out' ? io.outColor : io.errColor),
    width: Math.min(columns, MAX_COLUMNS),
    terminal,
    // Asked for late, as by Io: few documents tell a local time.
    get timeZone() {
      return io.timeZone;
    },
    now: options.now,
    verbose: options.verbose ?? false,
    commandPlace: options.commandPlace ?? ANYWHERE,
  };
}
