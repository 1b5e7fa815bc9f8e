// Deployments of templates as a world keeps them.

import { z } from 'zod';

const errorSchema = z.object({
  code: z.string(),
  message: z.string(),
  target: z.string().optional(),
  details: z.array(z.unknown()).optional(),
});

const stepSchema = z.object({
  /** Of the resource that is to be made. */
  resourceId: z.string(),
  type: z.string(),
  name: z.string(),
  apiVersion: z.string(),
  /** What is sent, with every expression evaluated. */
  body: z.record(z.string(), z.unknown()),
  /** Ids of resources of the same template that come first. */
  dependsOn: z.array(z.string()),
  /** Of the deployment operation. */
  operationId: z.string(),
  progress: z.discriminatedUnion('state', [
    z.object({ state: z.literal('waiting') }),
    z.object({
      state: z.literal('running'),
      startedMilliseconds: z.number(),
      endsMilliseconds: z.number(),
      /** The asynchronous operation of the resource's own provider; none where it was done at once. */
      watched: z.string().optional(),
      statusCode: z.number(),
    }),
    z.object({
      state: z.literal('succeeded'),
      startedMilliseconds: z.number(),
      endedMilliseconds: z.number(),
      statusCode: z.number(),
    }),
    z.object({
      state: z.literal('failed'),
      startedMilliseconds: z.number(),
      endedMilliseconds: z.number(),
      statusCode: z.number(),
      error: errorSchema,
    }),
  ]),
});

const deploymentSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** In whose name the resources are made. */
  caller: z.object({ objectId: z.string(), appId: z.string(), tenantId: z.string() }),
  correlationId: z.string(),
  /** Under which the running deployment is asked after. */
  statusId: z.string(),
  templateHash: z.string(),
  /** Where the template was read, without the query that may hold a signature. */
  templateLink: z.object({ uri: z.string(), contentVersion: z.string() }).optional(),
  /** As they are shown: a secure one without its value. */
  parameters: z.record(z.string(), z.object({ type: z.string(), value: z.unknown().optional() })),
  startedMilliseconds: z.number(),
  steps: z.array(stepSchema),
  /** Absent as long as it runs. */
  end: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('Succeeded'), endedMilliseconds: z.number() }),
      z.object({ state: z.literal('Failed'), endedMilliseconds: z.number(), error: errorSchema }),
    ])
    .optional(),
});

/** Deployments by lower-cased id. */
export const deploymentsStateSchema = z.record(z.string(), deploymentSchema);

/** Why a resource, or the whole, was not made; as Azure's error bodies have it. */
export type DeploymentError = z.infer<typeof errorSchema>;
/** One resource of a deployment. */
export type DeploymentStep = z.infer<typeof stepSchema>;
/** A template that is being, or was, made real. */
export type Deployment = z.infer<typeof deploymentSchema>;
