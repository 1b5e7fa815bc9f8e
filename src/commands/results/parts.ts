// Pieces that several result documents share. Keys are a contract (semver); enums may grow.

import { z } from 'zod';

/** A resource by id and name. */
export const resourceSchema = z.strictObject({ id: z.string(), name: z.string() });

/** A finding of a check. */
export const findingSchema = z.strictObject({
  checkId: z.string(),
  status: z.enum(['pass', 'fail', 'unknown', 'skip']),
  severity: z.enum(['block', 'warn', 'info']),
  subject: z.string(),
  summary: z.string(),
  evidence: z.array(z.string()),
  fix: z.array(z.string()),
  docs: z.string().nullable(),
  ignored: z.boolean(),
});

/** How the VM's disks are encrypted, with the sources of the verdict. */
export const encryptionSchema = z.strictObject({
  kind: z.string(),
  pass: z.enum(['single', 'dual']).nullable(),
  state: z.string().nullable(),
  /** True when a KEK wraps the BEK; null when this is not ADE. */
  keyEncryptionKey: z.boolean().nullable(),
  disks: z.enum(['managed', 'unmanaged']).nullable(),
  secrets: z.array(z.string()),
  keys: z.array(z.string()),
  evidence: z.array(
    z.strictObject({ source: z.string(), subject: z.string(), statement: z.string() }),
  ),
});

/** Why an item did not succeed. */
export const itemErrorSchema = z.strictObject({
  code: z.string(),
  /** The exit code that it means for a command on this one alone. */
  exitCode: z.number().exactOptional(),
  azureCode: z.string().nullable(),
  message: z.string(),
  causes: z.array(z.string()),
  fix: z.array(z.string()),
});

/** The run that a command on many VMs belongs to, and how far it is. */
export const runSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  /** VMs that an earlier call had done; they are not among the items. */
  skipped: z.number(),
  /** VMs that resuming it would take up. */
  left: z.number(),
  /** Commands that resume it. */
  next: z.array(z.string()),
});

export type RunDocument = z.infer<typeof runSchema>;
export type ResourceDocument = z.infer<typeof resourceSchema>;
export type FindingDocument = z.infer<typeof findingSchema>;
export type EncryptionDocument = z.infer<typeof encryptionSchema>;
export type ItemErrorDocument = z.infer<typeof itemErrorSchema>;
