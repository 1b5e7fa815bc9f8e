// What all operations of the data plane share.

import { z } from 'zod';
import type { Evidence } from '../../http/operation.js';

/** Members of every row of the data plane's table. */
export const dataPlane = {
  provider: 'key-vault-data',
  host: 'vault',
  auth: 'challenge',
  apiVersions: ['2025-07-01', '7.6', '7.5', '7.4', '7.4-preview.1', '7.3', '7.2', '7.1', '7.0'],
  fidelity: 'modelled',
} as const;

/** Attributes that callers may send; times in seconds since the epoch. */
export const attributesSchema = z
  .strictObject({
    enabled: z.boolean().optional(),
    nbf: z.number().optional(),
    exp: z.number().optional(),
    /** Only keys have it, and only `false` is modelled: the sandbox releases no key. */
    exportable: z.literal(false).optional(),
  })
  .optional();

/** Tags of an object. */
export const tagsSchema = z.record(z.string(), z.string()).optional();

/** A backup to restore. */
export const backupSchema = z.strictObject({ value: z.string() });

/** Evidence of a recorded exchange. */
export function recorded(file: string): [Evidence] {
  return [{ kind: 'recording', file: `${file}.json` }];
}

/** Evidence that is only the OpenAPI files. */
export function specified(operationId: string): [Evidence] {
  return [{ kind: 'openapi', operationId }];
}

/** Why deleting and recovering are simpler here than in Azure. */
export const AT_ONCE =
  'Takes effect at once; Azure needs up to a minute, during which it answers 404 or 409.';
