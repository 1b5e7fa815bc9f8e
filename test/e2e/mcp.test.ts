// The server as clients start it: a process of its own, whose stdout is the protocol's and nobody else's.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cleanPlace, startOf } from '../support/process/bin.js';

const place = cleanPlace();
afterAll(() => place.remove());

const answered = z.looseObject({
  structuredContent: z.looseObject({
    exitCode: z.number(),
    plan: z.looseObject({ id: z.string() }).nullable(),
    document: z.looseObject({ items: z.array(z.looseObject({})) }).nullable(),
  }),
});

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  },
};

function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  const { file, args: words, env } = startOf(['mcp', ...args]);
  return spawn(file, words, { cwd: place.directory, env: { ...place.env, ...env } });
}

/** The exit code and the streams of a process that ends by itself, or by a signal. */
async function ended(child: ChildProcessWithoutNullStreams) {
  const closed = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
  });
  const [code, stdout, stderr] = await Promise.all([
    closed,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, stdout, stderr };
}

describe('azbackup mcp', () => {
  it('is planned with and applied by the client of the SDK', async () => {
    const { file, args, env } = startOf(['mcp', '--sandbox', '--allow-changes']);
    const transport = new StdioClientTransport({
      command: file,
      args: [...args],
      cwd: place.directory,
      env: { ...place.env, ...env },
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    expect(client.getInstructions()).toContain('sandbox');
    const call = async (name: string, values: Readonly<Record<string, unknown>>) => {
      const result = await client.callTool({ name, arguments: { ...values } });
      return answered.parse(result).structuredContent;
    };
    await client.listTools();
    const plan = await call('plan', { command: 'enable', vm: ['VM001'], grant: true });
    const applied = await call('apply_plan', { planId: plan.plan?.id });
    expect(applied.exitCode).toBe(0);
    expect(applied.document?.items).toMatchObject([{ outcome: 'enabled' }]);
    const status = await call('status', { vm: ['VM001'] });
    expect(status.document?.items).toMatchObject([
      { vm: { name: 'VM001' }, policy: 'DefaultPolicy' },
    ]);
    await client.close();
  });

  it('answers on stdout only, and ends with its client', async () => {
    const child = start('--sandbox');
    const end = ended(child);
    child.stdin.write(`${JSON.stringify(INITIALIZE)}\nno message\n`);
    child.stdout.once('data', () => child.stdin.end());
    const { code, stdout, stderr } = await end;
    expect(stderr).toContain('mcp: ');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toMatchObject([{ id: 1, result: { serverInfo: { name: 'azbackup' } } }]);
    expect(code).toBe(0);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends by %s with %i', async (signal, expected) => {
    const child = start('--sandbox');
    const end = ended(child);
    child.stdout.once('data', () => child.kill(signal));
    child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
    const { code, stdout } = await end;
    expect(code).toBe(expected);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });
});
