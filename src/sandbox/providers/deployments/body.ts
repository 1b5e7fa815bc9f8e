// What a request for a deployment may hold. Documentation: Deployments - Create Or Update.

import { z } from 'zod';

const parameterSchema = z.strictObject({ value: z.unknown() });

/** The body of Deployments_CreateOrUpdate and Deployments_Validate; Complete mode, which deletes, is not known. */
export const deploymentBodySchema = z.strictObject({
  properties: z.strictObject({
    mode: z.literal('Incremental'),
    template: z.record(z.string(), z.unknown()).optional(),
    templateLink: z
      .strictObject({
        uri: z.string(),
        contentVersion: z.string().optional(),
        queryString: z.string().optional(),
      })
      .optional(),
    parameters: z.record(z.string(), parameterSchema).optional(),
  }),
});

/** A deployment as it is asked for. */
export type DeploymentBody = z.infer<typeof deploymentBodySchema>;
