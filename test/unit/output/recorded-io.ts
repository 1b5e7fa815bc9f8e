// An Io whose streams are strings.

import { createIo, type Io, type IoHost } from '../../../src/output/io.js';

/** The Io and what was written to it. */
export interface RecordedIo {
  readonly io: Io;
  out(): string;
  err(): string;
}

/** A recording Io: pipes without colour in Tokyo, unless told otherwise. */
export function recordIo(
  more: { readonly tty?: boolean; readonly columns?: number; readonly env?: IoHost['env'] } = {},
): RecordedIo {
  const texts = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      texts[name] += text;
    },
    on: () => undefined,
    isTTY: more.tty ?? false,
    columns: more.columns,
  });
  const io = createIo({
    stdout: stream('out'),
    stderr: stream('err'),
    stdin: { isTTY: more.tty ?? false },
    env: more.env ?? { NO_COLOR: '1' },
    noColor: false,
    timeZone: 'Asia/Tokyo',
  });
  return { io, out: () => texts.out, err: () => texts.err };
}
