// The result document of `azbackup export`.

import { z } from 'zod';

const itemSchema = z.strictObject({
  /** What of the export it is. */
  name: z.string(),
  description: z.string(),
  /** The file that was written; null where `content` has the text. */
  file: z.string().nullable(),
  content: z.string().nullable(),
});

/** The document. */
export const exportDocumentSchema = z.strictObject({
  kind: z.literal('export'),
  schemaVersion: z.literal(1),
  export: z.enum(['policy', 'workbook', 'queries', 'dashboard']),
  items: z.array(itemSchema),
  summary: z.strictObject({
    total: z.number(),
    /** Files that were written. */
    written: z.number(),
  }),
});

export type ExportDocument = z.infer<typeof exportDocumentSchema>;
