// The SDK's own client, connected to `azbackup mcp` in this process: every message passes both ends' code, and the world
// is the test's.

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import {
  ElicitRequestSchema,
  type ElicitRequest,
  type ElicitResult,
  type Progress,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';

/** What a tool answered. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: z.infer<typeof structuredSchema>;
}

const structuredSchema = z.looseObject({
  command: z.string().nullable(),
  exitCode: z.number(),
  document: z.looseObject({ kind: z.string(), items: z.array(z.looseObject({})) }).nullable(),
  error: z.looseObject({ code: z.string(), fix: z.array(z.string()) }).nullable(),
  warnings: z.array(z.string()),
  page: z
    .strictObject({
      offset: z.number(),
      shown: z.number(),
      total: z.number(),
      next: z.number().nullable(),
      lists: z.record(z.string(), z.number()),
    })
    .nullable(),
  plan: z.looseObject({ id: z.string(), planned: z.number() }).nullable(),
});

const resultSchema = z.looseObject({
  isError: z.boolean(),
  content: z.array(z.strictObject({ type: z.literal('text'), text: z.string() })).length(1),
  structuredContent: structuredSchema,
});

/** A server and its client. */
export interface Connected<Run extends CliRun = CliRun> {
  readonly client: Client;
  /** Calls a tool. */
  readonly call: (
    name: string,
    values?: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal; readonly onProgress?: (message: string) => void },
  ) => Promise<ToolAnswer>;
  /** Hangs up; the run of the server. */
  readonly hangUp: () => Promise<Run>;
  /** Settles as the server ends. */
  readonly ended: Promise<Run>;
}

/** How a server is started. */
export interface ConnectOptions<Run extends CliRun> {
  readonly args?: readonly string[];
  readonly run?: RunOptions;
  /** Answers to questions; a client that cannot ask when left out. */
  readonly answer?: (request: ElicitRequest['params']) => ElicitResult;
  /** True where every answer is held against the schema of its tool, which takes a second to prepare. */
  readonly isChecked?: boolean;
  /** Starts the program; as `runCli` does when left out. */
  readonly start?: (argv: readonly string[], options: RunOptions) => Promise<Run>;
}

/** Starts a server and connects the client to it. */
export function connect<Run extends CliRun>(
  options: ConnectOptions<Run> & Required<Pick<ConnectOptions<Run>, 'start'>>,
): Promise<Connected<Run>>;
export function connect(options?: ConnectOptions<CliRun>): Promise<Connected>;
export async function connect({
  args = [],
  run = {},
  answer,
  isChecked = false,
  start = runCli,
}: ConnectOptions<CliRun> = {}): Promise<Connected> {
  const stdin = channel();
  const transport = clientTransport(stdin);
  const ended = start(['mcp', ...args], {
    ...run,
    stdinChunks: stdin.chunks(),
    onStdout: (text) => transport.receive(text),
  });
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: answer === undefined ? {} : { elicitation: {} } },
  );
  if (answer !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params));
  }
  await Promise.race([client.connect(transport), ended.then((end) => gone(end))]);
  if (isChecked) {
    await client.listTools();
  }
  return {
    client,
    ended,
    call: async (name, values = {}, { signal, onProgress } = {}) => {
      const request = { name, arguments: { ...values } };
      const result = await client.callTool(request, undefined, {
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined
          ? {}
          : { onprogress: ({ message }: Progress) => onProgress(message ?? '') }),
      });
      const { isError, content, structuredContent } = resultSchema.parse(result);
      return { text: content[0]?.text ?? '', isError, structured: structuredContent };
    },
    hangUp: async () => {
      await client.close();
      return ended;
    },
  };
}

function gone({ code, stderr }: CliRun): never {
  throw new Error(`the server ended with ${code}: ${stderr}`);
}

interface Channel {
  push(text: string): void;
  end(): void;
  chunks(): AsyncIterable<Uint8Array>;
}

function channel(): Channel {
  const waiting: string[] = [];
  let wake: () => void = () => undefined;
  const state = { isOpen: true };
  return {
    push: (text) => {
      waiting.push(text);
      wake();
    },
    end: () => {
      state.isOpen = false;
      wake();
    },
    chunks: async function* chunks() {
      while (state.isOpen || waiting.length > 0) {
        const text = waiting.shift();
        if (text === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          yield Buffer.from(text);
        }
      }
    },
  };
}

function clientTransport(stdin: Channel): Transport & { receive(text: string): void } {
  const buffer = new ReadBuffer();
  const transport: Transport & { receive(text: string): void } = {
    start: () => Promise.resolve(),
    send: (message) => {
      stdin.push(serializeMessage(message));
      return Promise.resolve();
    },
    close: () => {
      stdin.end();
      transport.onclose?.();
      return Promise.resolve();
    },
    receive: (text) => {
      // A line that is no message is a failure: stdout is the protocol's.
      buffer.append(Buffer.from(text));
      for (let next = buffer.readMessage(); next !== null; next = buffer.readMessage()) {
        transport.onmessage?.(next);
      }
    },
  };
  return transport;
}
