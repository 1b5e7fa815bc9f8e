// docs/mcp.md: its configuration starts a server, and its tables are those of the program.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { APPLY_TOOL, PLAN_TOOL, READING_TOOLS } from '../../../src/commands/mcp/tools.js';
import { connect } from './connected-client.js';

const PAGE = readFileSync('docs/mcp.md', 'utf8');

const serverSchema = z.looseObject({
  command: z.literal('azbackup'),
  args: z.tuple([z.literal('mcp')], z.string()),
  type: z.enum(['stdio', 'local']).optional(),
  env: z.record(z.string(), z.string()).default({}),
});
const configSchema = z.union([
  z.strictObject({ servers: z.record(z.string(), serverSchema) }),
  z.strictObject({ mcpServers: z.record(z.string(), serverSchema) }),
]);

const BLOCKS = [...PAGE.matchAll(/```json\n(?<text>[\s\S]*?)```/gu)].map(
  ({ groups }) => groups?.['text'] ?? '',
);

describe('docs/mcp.md', () => {
  it('has a configuration for each client that it names', () => {
    expect(BLOCKS).toHaveLength(4);
  });

  it.each(BLOCKS)('has a configuration that starts a server: %#', async (text) => {
    const config = configSchema.parse(JSON.parse(text));
    const servers = 'servers' in config ? config.servers : config.mcpServers;
    for (const { args, env } of Object.values(servers)) {
      const [, ...more] = args;
      const { client, hangUp } = await connect({
        args: more,
        run: { env, azure: !more.includes('--sandbox') },
      });
      const { tools } = await client.listTools();
      expect(tools.some(({ name }) => name === 'apply_plan')).toBe(
        more.includes('--allow-changes'),
      );
      expect((await hangUp()).code).toBe(0);
    }
  });

  it('lists the tools', () => {
    const rows = [...PAGE.matchAll(/^\| `(?<name>[a-z_]+)` +\|/gmu)].map(
      ({ groups }) => groups?.['name'],
    );
    const names = [...READING_TOOLS, PLAN_TOOL, APPLY_TOOL].map(({ name }) => name);
    expect(rows).toEqual(names);
  });

  it('lists what can be planned', () => {
    const [, line = ''] = /^Can be planned: ([\s\S]*?)\. VMs/mu.exec(PAGE) ?? [];
    const named = [...line.matchAll(/`(?<name>[^`]+)`/gu)].map(({ groups }) => groups?.['name']);
    expect(named).toEqual(Object.keys(PLAN_TOOL.commands));
  });
});
