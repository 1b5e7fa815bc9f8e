// Faults as data: which requests go wrong, when, and how. The network and Azure's gateway fail
// like this without any provider having a part in it.

import { z } from 'zod';
import { countAndDecide, globExpression } from './matching.js';
import { jobFaultSchema } from './job-faults.js';

/** What happens to a request in place of, or besides, its response. */
const consequenceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    retryAfterSeconds: z.int().nonnegative().optional(),
  }),
  /** A success for which nothing was done: no operation is named, and there is no body but perhaps a status. */
  z.strictObject({
    kind: z.literal('success'),
    status: z.int().min(200).max(299),
    /** True for the status document of an operation that has ended well. */
    succeeded: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('reset'),
    /** True when the request is carried out and only its response is lost. */
    afterwards: z.boolean().optional(),
  }),
  /** Carried out; of the answer only its status arrives, perhaps with a body that is not Azure's. */
  z.strictObject({ kind: z.literal('stripped'), body: z.enum(['none', 'null', 'list', 'page']) }),
  /** Carried out; one entry of the list that is answered, counted from 1, lacks a member, such as `properties.x`. */
  z.strictObject({ kind: z.literal('without'), entry: z.int().positive(), member: z.string() }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('truncate') }),
  z.strictObject({ kind: z.literal('malformed') }),
  z.strictObject({ kind: z.literal('slow'), seconds: z.number().positive() }),
]);

/** One fault of requests. Without `nth` and `times` it meets every match; with only `nth`, that one. */
export const faultSchema = z.strictObject({
  /**
   * Method and glob over host and path, such as `PUT …/protectedItems/*`: `*` stands for anything
   * within a segment, `**` or `…` for anything at all, and the method may be `*` too. Case is
   * ignored, as Azure ignores it.
   */
  match: z.string().regex(/^\S+ \S+$/u, 'a method, one space, and a glob over host and path'),
  /** The first matching request that it is injected into, counted from 1. */
  nth: z.int().positive().optional(),
  /** How many matching requests in a row it is injected into. */
  times: z.int().positive().optional(),
  then: consequenceSchema,
  /** Matching requests so far; the sandbox counts them here. */
  seen: z.int().nonnegative().optional(),
});

/** Faults in the order in which they are asked: those of requests, and those of backup jobs. */
export const faultsSchema = z.array(z.union([faultSchema, jobFaultSchema]));

/** A fault of any kind. */
export type SandboxFault = z.infer<typeof faultsSchema>[number];

export type Fault = z.infer<typeof faultSchema>;
export type FaultConsequence = Fault['then'];

/** What a fault looks at. */
export interface FaultTarget {
  readonly method: string;
  /** Complete URL; its query is not looked at. */
  readonly url: string;
}

/**
 * What happens to a request: the consequence of the first fault that applies to it, undefined when none
 * does. Counts the request in every fault that it matches.
 */
export function faultFor(
  faults: readonly SandboxFault[],
  request: FaultTarget,
): FaultConsequence | undefined {
  return faults
    .filter((fault) => isRequestFault(fault))
    .filter((fault) => matches(fault.match, request))
    .filter((fault) => countAndDecide(fault))
    .at(0)?.then;
}

function isRequestFault(fault: SandboxFault): fault is Fault {
  return fault.then.kind !== 'job';
}

function matches(pattern: string, request: FaultTarget): boolean {
  const [method = '', glob = ''] = pattern.split(' ');
  const { host, pathname } = new URL(request.url);
  return (
    (method === '*' || method.toUpperCase() === request.method.toUpperCase()) &&
    globExpression(glob).test(`${host}${decoded(pathname)}`)
  );
}

/** `;` arrives raw or as %3B; a path with a broken escape is compared as it is. */
function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
