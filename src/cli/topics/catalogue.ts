// The help topics by name. Each is loaded when it is asked for.

import type { Topic } from './topic.js';

/** A topic that can be loaded. */
export interface TopicEntry {
  readonly summary: string;
  readonly load: () => Promise<Topic>;
}

/** All of them, in the order in which they are listed. */
export const TOPICS: Readonly<Record<string, TopicEntry>> = {
  environment: {
    summary: 'environment variables',
    load: async () => (await import('./environment.js')).environment,
  },
  'exit-codes': {
    summary: 'what each exit code means',
    load: async () => (await import('./exit-codes.js')).exitCodes,
  },
  formatting: {
    summary: 'output formats, queries, progress and colors',
    load: async () => (await import('./formatting.js')).formatting,
  },
  authentication: {
    summary: 'how to sign in, on a computer and in CI',
    load: async () => (await import('./authentication.js')).authentication,
  },
  sandbox: {
    summary: 'a local Azure for practice',
    load: async () => (await import('./sandbox.js')).sandbox,
  },
  scripting: {
    summary: 'how to call azbackup from scripts',
    load: async () => (await import('./scripting.js')).scripting,
  },
};
