// The help topics by name. Each is loaded when it is asked for.

import type { TOPIC_SUMMARIES } from '../../commands/nouns.js';
import type { Topic } from './topic.js';

/** Loads each topic. */
export const TOPICS: Readonly<Record<string, () => Promise<Topic>>> = {
  environment: async () => (await import('./environment.js')).environment,
  'exit-codes': async () => (await import('./exit-codes.js')).exitCodes,
  formatting: async () => (await import('./formatting.js')).formatting,
  authentication: async () => (await import('./authentication.js')).authentication,
  sandbox: async () => (await import('./sandbox.js')).sandbox,
  scripting: async () => (await import('./scripting.js')).scripting,
} satisfies Readonly<Record<keyof typeof TOPIC_SUMMARIES, () => Promise<Topic>>>;
