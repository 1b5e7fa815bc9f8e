// JSON-RPC over the two standard streams, a message a line. The SDK's own transport takes the process's streams; ours
// writes through the program's one writer, which a closed pipe ends quietly and no secret passes.

import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { ProgramCalls } from './program-calls.js';

/** A transport, and the end of it. */
export interface StreamTransport extends Transport {
  /** Settles once the client has closed our standard input. */
  readonly ended: Promise<void>;
}

/** The transport of a process whose streams belong to a client. */
export function streamTransport(
  calls: Pick<ProgramCalls, 'messages' | 'write' | 'log'>,
): StreamTransport {
  let settle: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const buffer = new ReadBuffer();
  const transport: StreamTransport = {
    ended,
    start: () => {
      void readAll(calls.messages(), buffer, transport)
        .catch((error: unknown) => calls.log(`mcp: reading ended: ${String(error)}`))
        .finally(() => settle?.());
      return Promise.resolve();
    },
    send: (message) => {
      calls.write(serializeMessage(message));
      return Promise.resolve();
    },
    close: () => {
      transport.onclose?.();
      return Promise.resolve();
    },
  };
  return transport;
}

async function readAll(
  chunks: AsyncIterable<Uint8Array>,
  buffer: ReadBuffer,
  transport: Transport,
): Promise<void> {
  for await (const chunk of chunks) {
    buffer.append(Buffer.from(chunk));
    while (readOne(buffer, transport)) {
      // The next message of the same chunk.
    }
  }
}

/** False when there is no whole message left. A line that is no message is passed over. */
function readOne(buffer: ReadBuffer, transport: Transport): boolean {
  try {
    const message = buffer.readMessage();
    if (message === null) {
      return false;
    }
    transport.onmessage?.(message);
  } catch {
    // Not what the parser says of it: that is long, and repeats what was read.
    transport.onerror?.(
      new Error('a line on standard input is not a valid JSON-RPC message, and was passed over'),
    );
  }
  return true;
}
