// The renderers of progress over one list of events.
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/steps/events.js';
import { createProgress } from '../../../src/output/progress/create-progress.js';
import { PROGRESS_MODES, type ProgressMode } from '../../../src/output/progress/progress-mode.js';
import type { ProgressRenderer } from '../../../src/output/progress/progress-renderer.js';
import { recordIo } from './recorded-io.js';
import { EVENTS } from '../commands/results/sample-steps.js';
import { goldenFile } from '../../support/golden.js';

const ESCAPE = '\u001B';

/** A host whose clock follows the events and whose ticker is run by hand. */
function start(
  mode: ProgressMode,
  options: Parameters<typeof recordIo>[0] = {},
): {
  readonly progress: ProgressRenderer;
  readonly err: () => string;
  readonly tick: (seconds: number) => void;
  readonly ticking: () => boolean;
  readonly emit: (event: EngineEvent) => void;
} {
  const recorded = recordIo(options);
  let milliseconds = 5_000_000;
  const begin = milliseconds;
  let ticker: (() => void) | undefined;
  const progress = createProgress(mode, {
    io: recorded.io,
    clock: { now: () => milliseconds },
    schedule: (run) => {
      ticker = run;
      return () => {
        ticker = undefined;
      };
    },
  });
  return {
    progress,
    err: () => recorded.err(),
    tick: (seconds) => {
      milliseconds += seconds * 1000;
      ticker?.();
    },
    ticking: () => ticker !== undefined,
    emit: (event) => {
      milliseconds = begin + event.atSeconds * 1000;
      progress.emit(event);
    },
  };
}

function play(mode: ProgressMode, tty: boolean): string {
  const run = start(mode, { tty, columns: 100 });
  for (const event of EVENTS) {
    run.emit(event);
  }
  run.progress.finish();
  return run.err();
}

/** Without what keeps the live line on one row. */
function withoutWrapping(text: string): string {
  return text.replaceAll(`${ESCAPE}[?7l`, '').replaceAll(`${ESCAPE}[?7h`, '');
}

/** What a terminal shows after what it was sent: each line as it was when the next one began. */
function screen(text: string): string {
  return withoutWrapping(text)
    .split('\n')
    .map((line) => line.split(`\r${ESCAPE}[2K`).at(-1) ?? '')
    .join('\n');
}

/** After so many seconds so many of a thousand machines are read. */
function read(done: number, atSeconds: number): EngineEvent {
  return { type: 'machines.read', done, total: 1000, elapsedSeconds: atSeconds, atSeconds };
}

describe('many machines that are read', () => {
  it('are counted on a terminal, with rate and rest once there is one', () => {
    const run = start('live', { tty: true, columns: 100 });
    run.emit(read(0, 0));
    expect(run.err()).toContain('read 0 of 1000 VMs … 0:00');
    run.emit(read(120, 10));
    expect(run.err()).toContain('read 120 of 1000 VMs, 12 per second, about 1m13s left … 0:10');
    run.emit(read(1000, 80));
    expect(run.ticking()).toBe(false);
  });

  it('are told of in a log after a minute', () => {
    const run = start('plain');
    for (const [done, seconds] of [
      [0, 0],
      [300, 30],
      [600, 61],
      [610, 62],
      [1000, 100],
    ] as const) {
      run.emit(read(done, seconds));
    }
    expect(run.err().split('\n')).toEqual([
      'still      read 600 of 1000 VMs, 9.8 per second, about 41 s left',
      '',
    ]);
  });
});

describe('plain progress', () => {
  it('has a line for each change and a heartbeat', async () => {
    await expect(play('plain', false)).toMatchFileSnapshot(goldenFile('progress-plain'));
  });

  it('has no control characters', () => {
    expect(play('plain', false)).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

describe('live progress', () => {
  it('leaves what has ended on the screen and nothing else', async () => {
    const text = screen(play('live', true));
    await expect(text).toMatchFileSnapshot(goldenFile('progress-live'));
  });

  it('draws every moment over the one before', async () => {
    const drawn = withoutWrapping(play('live', true)).replaceAll(`\r${ESCAPE}[2K`, '\n<redraw> ');
    await expect(drawn).toMatchFileSnapshot(goldenFile('progress-live-drawn'));
  });

  it('keeps its stopwatch going between events, and stops when nothing runs', () => {
    const run = start('live', { tty: true, columns: 100 });
    for (const event of EVENTS.slice(4, 6)) {
      run.emit(event);
    }
    run.tick(20.7);
    expect(withoutWrapping(run.err())).toMatch(
      /protecting VM001 … 0:21 {3}\(operation 1f0c…77\)$/u,
    );
    run.progress.finish();
    expect(run.ticking()).toBe(false);
    expect(screen(run.err())).toBe('');
    run.progress.finish();
  });

  it('stays on one line of a narrow terminal', () => {
    const run = start('live', { tty: true, columns: 20 });
    for (const event of EVENTS.slice(0, 6)) {
      run.emit(event);
    }
    const last = withoutWrapping(run.err()).split(`${ESCAPE}[2K`).at(-1);
    expect(last).toBe('protecting VM001 ……');
  });

  it('leaves nothing behind in a window that is narrower than it was', async () => {
    const terminal = new xterm.Terminal({ cols: 30, rows: 20, allowProposedApi: true });
    const run = start('live', { tty: true, columns: 100 });
    for (const event of EVENTS) {
      run.emit(event);
    }
    run.progress.finish();
    await new Promise<void>((settle) => {
      terminal.write(run.err().replaceAll('\n', '\r\n'), settle);
    });
    const lines = Array.from({ length: 20 }, (_, row) =>
      terminal.buffer.active.getLine(row)?.translateToString(true),
    );
    expect(lines.filter((line) => /… \d/u.test(line ?? ''))).toEqual([]);
    expect(lines.join('\n')).toContain('protected');
  });

  it('tells how much more is running', () => {
    const run = start('live', { tty: true, columns: 100 });
    for (const event of EVENTS.filter(({ type }) => type === 'step.started')) {
      run.emit(event);
    }
    expect(run.err()).toContain('protecting VM001 and 2 more … 0:00');
  });

  it('lets others write without disturbing the line', () => {
    const run = start('live', { tty: true, columns: 100 });
    for (const event of EVENTS.slice(4, 5)) {
      run.emit(event);
    }
    run.progress.write('warning: something\n');
    expect(screen(run.err())).toBe('warning: something\nprotecting VM001 … 0:00');
  });

  it('is plain where nothing can be drawn over', () => {
    expect(play('live', false)).toBe(play('plain', false));
    expect(play('auto', false)).toBe(play('plain', false));
    expect(play('auto', true)).toBe(play('live', true));
  });
});

describe('progress for programs', () => {
  it('is one record for each event', () => {
    const records = play('jsonl', true)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; step?: object });
    expect(records.map(({ type }) => type)).toEqual(EVENTS.map(({ type }) => type));
    const steps = records.flatMap(({ step }) => (step === undefined ? [] : [step]));
    expect(new Set(steps.map((step) => Object.keys(step).join(' ')))).toEqual(
      new Set(['id kind target vmIds']),
    );
    expect(records[5]).toMatchObject({
      type: 'operation.accepted',
      operationId: '1f0c8a52-7c1e-4c57-9f0e-5d5c9d1f0c77',
      step: { id: 'protect', kind: 'protect' },
      atSeconds: 42.3,
    });
  });
});

describe('silent progress', () => {
  it('shows nothing', () => {
    expect(play('none', true)).toBe('');
  });
});

describe('all renderers', () => {
  it.each(PROGRESS_MODES)('%s lets others write', (mode) => {
    const run = start(mode);
    run.progress.write('warning: something\n');
    expect(run.err()).toBe('warning: something\n');
  });
});
