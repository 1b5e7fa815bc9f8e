// `azbackup mcp`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';
import type { OptionTable } from '../options/option.js';

const options = {
  allowChanges: {
    flags: '--allow-changes',
    description: 'also let the agent apply plans that it has shown (default: read-only)',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup mcp`. */
export type McpOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup mcp` */
export const mcpCommand = defineCommand({
  name: 'mcp',
  kind: 'mcp',
  purpose: 'learn',
  summary: 'Serve AI agents over MCP, read-only by default',
  examples: [
    { command: 'azbackup mcp --sandbox', description: 'a place to practise, without Azure' },
    { command: 'azbackup mcp', description: 'agents may look and plan, and change nothing' },
    {
      command: 'azbackup mcp --allow-changes',
      description: 'agents may also apply a plan that was shown',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'interrupted'],
  related: ['preflight', 'status', 'explain', 'sandbox show'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).mcpDocumentSchema,
  loadView: async () => (await import('./view.js')).formatMcp,
});
