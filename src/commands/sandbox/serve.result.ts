// The result documents of `azbackup sandbox serve` and `azbackup sandbox env`.

import { z } from 'zod';
import { SHELLS } from '../../domain/shells.js';

/** The document of `sandbox serve`, shown when it has begun to answer. */
export const sandboxServeDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-serve'),
  schemaVersion: z.literal(1),
  items: z.array(
    z.strictObject({
      /** What clients set as their proxy. */
      proxy: z.string(),
      /** For clients that take an endpoint instead. */
      endpoint: z.string(),
      port: z.number(),
      /** Path of the certificate that clients trust, in PEM. */
      certificate: z.string(),
      directory: z.string(),
      /** Folder of the recorded exchanges. */
      recordings: z.string().nullable(),
    }),
  ),
  summary: z.strictObject({
    world: z.string(),
    /** The sandbox's own time, RFC 3339 UTC. */
    time: z.string(),
    /** Virtual seconds in a real one; 0 when frozen. */
    speed: z.number(),
  }),
});

/** The document of `sandbox env`: one item for each variable. */
export const sandboxEnvDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-env'),
  schemaVersion: z.literal(1),
  /** Whose words the script is written in. */
  shell: z.enum(SHELLS),
  items: z.array(
    z.strictObject({
      name: z.string(),
      /** Null for a variable that must not be set. */
      value: z.string().nullable(),
    }),
  ),
  summary: z.strictObject({ proxy: z.string(), running: z.boolean() }),
});

export type SandboxServeDocument = z.infer<typeof sandboxServeDocumentSchema>;
export type SandboxEnvDocument = z.infer<typeof sandboxEnvDocumentSchema>;
