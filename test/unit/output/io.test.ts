// Streams, colour and closed pipes.
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createIo, type IoHost } from '../../../src/output/io.js';
import { createTheme } from '../../../src/output/theme.js';
import { createView } from '../../../src/output/view.js';
import { recordIo } from './recorded-io.js';
import { NOW } from '../commands/results/sample-documents.js';

class Stream extends EventEmitter {
  text = '';
  readonly isTTY: boolean | undefined;
  readonly columns: number | undefined;
  constructor(isTTY = false, columns?: number) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }
  write(text: string): boolean {
    this.text += text;
    return true;
  }
}

function host(more: Partial<IoHost> = {}): IoHost {
  return {
    stdout: new Stream(true, 120),
    stderr: new Stream(true, 120),
    stdin: { isTTY: true },
    env: { TERM: 'xterm' },
    noColor: false,
    ...more,
  };
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('colour', () => {
  it.each([
    ['a terminal', host(), true],
    ['--no-color', host({ noColor: true }), false],
    ['NO_COLOR', host({ env: { NO_COLOR: '1' } }), false],
    ['an empty NO_COLOR', host({ env: { NO_COLOR: '' } }), true],
    ['NO_COLOR over FORCE_COLOR', host({ env: { NO_COLOR: '1', FORCE_COLOR: '1' } }), false],
    ['--no-color over FORCE_COLOR', host({ noColor: true, env: { FORCE_COLOR: '1' } }), false],
    ['TERM=dumb', host({ env: { TERM: 'dumb' } }), false],
    ['a pipe', host({ stdout: new Stream() }), false],
    ['FORCE_COLOR in a pipe', host({ stdout: new Stream(), env: { FORCE_COLOR: '1' } }), true],
    ['FORCE_COLOR=0', host({ env: { FORCE_COLOR: '0' } }), false],
    ['FORCE_COLOR=false', host({ env: { FORCE_COLOR: 'false' } }), false],
  ])('%s', (_, given, expected) => {
    expect(createIo(given).outColor).toBe(expected);
  });

  it('is decided for stdout and stderr apart', () => {
    const io = createIo(host({ stdout: new Stream() }));
    expect([io.outColor, io.errColor]).toEqual([false, true]);
    expect([io.outIsTty, io.errIsTty]).toEqual([false, true]);
  });

  it('says what a word says as well, and nothing when off', () => {
    expect(createTheme(true).fail('FAIL')).toBe('\u001B[31mFAIL\u001B[39m');
    expect(createTheme(false).fail('FAIL')).toBe('FAIL');
  });
});

describe('a closed pipe', () => {
  it.each(['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF'])('%s ends quietly', (code) => {
    const stdout = new Stream();
    const io = createIo(host({ stdout }));
    io.writeOut('one\n');
    stdout.emit('error', failure(code));
    io.writeOut('two\n');
    expect(stdout.text).toBe('one\n');
  });

  it('leaves the other stream alone', () => {
    const [stdout, stderr] = [new Stream(), new Stream()];
    const io = createIo(host({ stdout, stderr }));
    stdout.emit('error', failure('EPIPE'));
    io.writeErr('still here\n');
    expect(stderr.text).toBe('still here\n');
  });

  it('is no failure of writing', () => {
    const stdout = new Stream();
    const io = createIo(host({ stdout }));
    stdout.emit('error', failure('EPIPE'));
    expect(io.outFailure()).toBeUndefined();
  });
});

describe('a stream that cannot be written', () => {
  it('does not hide why, and is not written to again', () => {
    const stdout = new Stream();
    const io = createIo(host({ stdout }));
    const full = failure('ENOSPC');
    stdout.emit('error', full);
    stdout.emit('error', failure('ERR_STREAM_DESTROYED'));
    io.writeOut('lost\n');
    expect(io.outFailure()).toBe(full);
    expect(stdout.text).toBe('');
  });

  it('ends no command where the write itself throws', () => {
    const full = failure('ENOSPC');
    const stdout = Object.assign(new Stream(), {
      write: () => {
        throw full;
      },
    });
    const io = createIo(host({ stdout }));
    expect(() => io.writeOut('lost\n')).not.toThrow();
    expect(io.outFailure()).toBe(full);
  });

  it('is no failure of the result where it is stderr', () => {
    const stderr = new Stream();
    const io = createIo(host({ stderr }));
    stderr.emit('error', failure('ENOSPC'));
    io.writeErr('lost\n');
    expect([io.outFailure(), stderr.text]).toEqual([undefined, '']);
  });
});

describe('what may be done', () => {
  it('does not redraw on a dumb terminal or in a pipe', () => {
    expect(createIo(host()).errCanRedraw).toBe(true);
    expect(createIo(host({ env: { TERM: 'dumb' } })).errCanRedraw).toBe(false);
    expect(createIo(host({ stderr: new Stream() })).errCanRedraw).toBe(false);
  });

  it.each([
    [true, 160, 100],
    [true, 72, 72],
    [true, 10, 40],
    [true, 0, 80],
    [false, 20, 100],
  ])('terminal %s of %i columns is wrapped to %i', (tty, columns, expected) => {
    expect(createView(recordIo({ tty, columns }).io, 'out', { now: NOW }).width).toBe(expected);
  });

  it('knows a time zone without being told', () => {
    expect(createIo(host()).timeZone).toMatch(/\w/u);
  });
});
