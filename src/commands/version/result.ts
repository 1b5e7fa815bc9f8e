// The result document of `azbackup version`.

import { z } from 'zod';

/** The document of `version`: each part as an item, and all of them by name. */
export const versionDocumentSchema = z.strictObject({
  kind: z.literal('version'),
  schemaVersion: z.literal(1),
  items: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  summary: z.strictObject({
    azbackup: z.string(),
    /** The same for two installations only if their code is. */
    build: z.string(),
    node: z.string(),
    /** System and processor, such as `linux x64`. */
    platform: z.string(),
  }),
});

export type VersionDocument = z.infer<typeof versionDocumentSchema>;
