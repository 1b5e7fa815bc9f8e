// `azbackup sandbox serve`: its options, what help says of it, and where its run, its result and its view are.

import { DEFAULT_PORT, speedSchema } from './serving.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';

const MAX_PORT = 65_535;
const PORT_MESSAGE = `--port must be a number from 0 (any free port) to ${MAX_PORT}`;

const options = {
  port: {
    flags: '--port <number>',
    description: 'port to listen on; 0 for any free port (default: 8443)',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .regex(/^\d{1,5}$/u, PORT_MESSAGE)
        .transform(Number)
        .refine((port) => port <= MAX_PORT, PORT_MESSAGE)
        .default(DEFAULT_PORT),
  },
  host: {
    flags: '--host <address>',
    description: 'address to listen on (default: 127.0.0.1, this machine only)',
    group: 'What',
    schema: (zod) => zod.string().min(1).default('127.0.0.1'),
  },
  world: {
    flags: '--world <world>',
    description: 'reset to this world first: default, empty, fleet:N, or a JSON file',
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--world needs a name or a file').optional(),
  },
  speed: {
    flags: '--speed <factor>',
    description: 'speed of time, relative to real time (default: last speed, at first 1)',
    group: 'How',
    schema: (zod) => speedSchema(zod).optional(),
  },
} satisfies OptionTable;
const globalOptions = ['record'] as const;

/** The options of `azbackup sandbox serve`. */
export type SandboxServeOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox serve` */
export const sandboxServeCommand = defineCommand({
  name: 'serve',
  parent: 'sandbox',
  kind: 'sandbox-serve',
  purpose: 'learn',
  summary: 'Serve the sandbox as Azure to other programs',
  examples: [
    { command: 'azbackup sandbox serve', description: 'listens on port 8443 until Ctrl-C' },
    {
      command: 'azbackup sandbox serve --world fleet:200 --speed 60',
      description: 'a new world, one minute per second',
    },
    {
      command: 'azbackup sandbox serve --record exchanges',
      description: 'records requests and responses',
    },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox env', 'sandbox clock show', 'sandbox fault add'],
  sandboxOnly: true,
  load: () => import('./serve.run.js'),
  loadResultSchema: async () => (await import('./serve.result.js')).sandboxServeDocumentSchema,
  loadView: async () => (await import('./serve.view.js')).formatSandboxServe,
});
