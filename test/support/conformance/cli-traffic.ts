// What the real commands say to Azure, and what the sandbox answers them: with bodies, for validation.

import { runCli, type RunOptions } from '../run-cli.js';
import type { SentExchange } from '../../../src/sandbox/recorded/replay.js';

/** The exchanges of one run. */
export interface CliTraffic {
  readonly code: number;
  readonly exchanges: readonly SentExchange[];
}

/** Runs a command on the sandbox and keeps everything that goes over the wire. */
export async function cliTraffic(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<CliTraffic> {
  const exchanges: SentExchange[] = [];
  const { code } = await runCli(argv, {
    ...options,
    around: async (request, answer) => {
      const requestText = await request.clone().text();
      const response = await answer();
      exchanges.push({
        method: request.method,
        url: request.url,
        requestBody: parsed(requestText),
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: parsed(await response.clone().text()),
      });
      return response;
    },
  });
  return { code, exchanges };
}

/** JSON where it is JSON; sign-in sends forms. */
function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
