// A process that counts up in a state file until it is killed (state-file-worker.ts), and what it said.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A worker that is to be killed. */
export interface CountingProcess {
  /** The numbers that it called saved, so far. */
  saved(): readonly number[];
  /** Waits until it has said so many lines; the first says that it opens the file. */
  lines(many: number): Promise<void>;
  /** `kill -9`; resolves when it is gone and all that it said has come. */
  kill(): Promise<void>;
}

/** Starts the bundled worker on a folder. */
export function startCounting(worker: string, directory: string): CountingProcess {
  const child = spawn(process.execPath, [worker, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const said: number[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(Number(line));
    for (const look of waiting) {
      look();
    }
  });
  return {
    saved: () => said.slice(1),
    lines: (many) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.length >= many) {
            waiting.delete(look);
            resolve();
          }
        };
        waiting.add(look);
        look();
        // It never ends by itself.
        void closed.then(([code]) => reject(new Error(`the worker ended with ${String(code)}`)));
      }),
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
