// `azbackup mcp`: serves one client until it goes away, or a signal comes. stdout is the protocol's from the first byte to
// the last; whatever else there is to say goes to stderr.

import type { CommandContext, CommandResult } from '../context.js';
import type { McpOptions } from './command.js';
import type { McpDocument } from './result.js';
import { createMcpServer } from './server.js';
import { streamTransport } from './transport.js';

/** Runs the command. */
export async function run(
  context: Pick<CommandContext, 'commands' | 'installation' | 'programCalls' | 'signal'>,
  { allowChanges }: McpOptions,
): Promise<CommandResult<McpDocument>> {
  const { commands, installation, signal } = context;
  const calls = await context.programCalls();
  const { server, idle, document } = createMcpServer({
    calls,
    commands,
    version: installation.version,
    allowChanges,
  });
  const transport = streamTransport(calls);
  await server.connect(transport);
  await Promise.race([transport.ended, aborted(signal)]);
  // Ends every call as Ctrl-C would; what Azure has begun goes on, and is kept for the next command to find.
  await server.close();
  await idle();
  return { document: document(), exit: signal.aborted ? 'interrupted' : 'done', text: '' };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
