// Runs a command and keeps, of every request but those for sign-in, how many had to be answered before
// it one after the other.

import { defaultWorld, runCli, type CliRun } from './run-cli.js';

/** One request, with its place in the longest chain that leads to it. */
export interface ObservedRequest {
  readonly method: string;
  readonly url: string;
  /** 1 for a request that waited for no other. */
  readonly depth: number;
}

/** The command's end and its requests in the order in which they were sent. */
export interface ObservedRun {
  readonly run: CliRun;
  readonly requests: readonly ObservedRequest[];
}

/** Runs on a fresh default world. */
export async function runObserved(argv: readonly string[]): Promise<ObservedRun> {
  const requests: ObservedRequest[] = [];
  let deepestAnswered = 0;
  const run = await runCli(argv, {
    world: defaultWorld(),
    around: async (request, answer) => {
      if (new URL(request.url).host.startsWith('login.')) {
        return answer();
      }
      const depth = deepestAnswered + 1;
      requests.push({ method: request.method, url: request.url, depth });
      // Let everything that is ready to be sent be sent before anything is answered.
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      const response = await answer();
      deepestAnswered = Math.max(deepestAnswered, depth);
      return response;
    },
  });
  return { run, requests };
}
