// The result documents of `azbackup sandbox reset` and `azbackup sandbox show`.

import { z } from 'zod';

const worldSchema = z.strictObject({
  name: z.string(),
  directory: z.string(),
  /** The sandbox's own time, RFC 3339 UTC. */
  time: z.string(),
  subscriptionId: z.string(),
});

/** The document of `sandbox reset`. */
export const sandboxResetDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-reset'),
  schemaVersion: z.literal(1),
  dryRun: z.boolean(),
  items: z.array(worldSchema),
  summary: z.strictObject({ virtualMachines: z.number() }),
});

/** The document of `sandbox show`: one item for each VM. */
export const sandboxShowDocumentSchema = z.strictObject({
  kind: z.literal('sandbox-show'),
  schemaVersion: z.literal(1),
  world: worldSchema,
  items: z.array(
    z.strictObject({
      vm: z.strictObject({ id: z.string(), name: z.string() }),
      resourceGroup: z.string(),
      osType: z.string(),
      encryption: z.string(),
      keyVaults: z.array(z.string()),
      protectedIn: z.string().nullable(),
      protectionState: z.string().nullable(),
      recoveryPoints: z.number(),
      /** What the world says of the machine; true when the world was made. */
      situation: z.string().nullable(),
    }),
  ),
  summary: z.strictObject({
    virtualMachines: z.number(),
    keyVaults: z.number(),
    recoveryServicesVaults: z.number(),
    protectedItems: z.number(),
    recoveryPoints: z.number(),
  }),
});

export type SandboxResetDocument = z.infer<typeof sandboxResetDocumentSchema>;
export type SandboxShowDocument = z.infer<typeof sandboxShowDocumentSchema>;
