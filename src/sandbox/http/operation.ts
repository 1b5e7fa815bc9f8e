// What a sandbox operation is: one row of the table that routes requests, generates
// docs/sandbox.md and drives the conformance tests. Behaviour lives in the provider folders.

import type { z } from 'zod';
import type { SandboxClock } from '../kernel/time/clock.js';
import type { WorldState } from '../kernel/state.js';

/** The real host names that the sandbox answers for. */
export type SandboxHost = 'arm' | 'login' | 'graph' | 'vault' | 'blob';

/** Where the knowledge of an operation's answer comes from, strongest first. */
export type Evidence =
  | { readonly kind: 'recording'; readonly file: string }
  | { readonly kind: 'openapi'; readonly operationId: string }
  | { readonly kind: 'documentation'; readonly page: string }
  | { readonly kind: 'assumption'; readonly note: string };

/** Who sends the request, as its access token says. */
export interface Caller {
  /** Object id of the principal in the tenant. */
  readonly objectId: string;
  readonly appId: string;
  readonly tenantId: string;
}

/** A request that has passed routing, sign-in and the strictness checks. */
export interface OperationRequest<Body = unknown> {
  readonly method: string;
  readonly url: URL;
  /** Path parameters by the names of the operation's path; percent-decoded, casing as sent. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters by lower-cased name, without api-version. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly apiVersion: string;
  readonly body: Body;
  /** Undefined only for operations that take no token (`auth: 'none'`). */
  readonly caller: Caller | undefined;
  /** The world; a handler changes it in place. */
  readonly state: WorldState;
  readonly clock: SandboxClock;
  /** New ids from the world's own sequence, so that a world replays identically. */
  readonly ids: SandboxIds;
  readonly sendWithin: SendWithin;
}

/** A request that one service of Azure sends to another. */
export interface InnerRequest {
  readonly method: SandboxOperation['method'];
  readonly url: URL;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** In whose name; Azure has checked who that is. Undefined where the address itself says what may be done. */
  readonly caller: Caller | undefined;
  /** When it is sent, milliseconds since the epoch. */
  readonly nowMilliseconds: number;
}

/** Sends a request of Azure's own, which is checked as one from outside is. */
export type SendWithin = (request: InnerRequest) => Promise<OperationResponse>;

/** Makes ids that look like Azure's and are reproducible for one world. */
export interface SandboxIds {
  guid(): string;
  /** Lower-case hexadecimal digits, `length` of them. */
  hex(length: number): string;
  /** Decimal digits without a leading zero, `length` of them. */
  decimal(length: number): string;
}

/** What a handler answers; a `body` that is an object is sent as JSON. */
export interface OperationResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One operation of one Azure API. */
export interface SandboxOperation {
  /** The OpenAPI operation id where there is one, otherwise a name of the same form. */
  readonly id: string;
  readonly provider: string;
  readonly host: SandboxHost;
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'HEAD';
  /**
   * Path template with `{parameters}`. Literal segments match without regard to case. A
   * parameter written `{scope*}` takes any number of segments and may only stand first.
   */
  readonly path: string;
  /** Accepted api-versions; empty where the API has none (login, Graph). */
  readonly apiVersions: readonly string[];
  /** Query parameters besides api-version, lower-case; any other is refused by name. */
  readonly query?: readonly string[];
  /** Strict schema of the body; a field it does not know is refused by name. */
  readonly body?: z.ZodType;
  /** `token` (default) checks signature, audience, expiry and tenant; `challenge` is Key Vault's 401 first. */
  readonly auth?: 'token' | 'challenge' | 'none';
  /** The RBAC action the caller needs at the resource; checked before the handler runs (ARM only). */
  readonly action?: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
  readonly fidelity: 'modelled' | 'simplified';
  /** What is simpler than in Azure; required reading when `fidelity` is `simplified`. */
  readonly simplification?: string;
  handle(request: OperationRequest): OperationResponse | Promise<OperationResponse>;
}

/** Types the body of an operation from its schema; the table itself holds the erased form. */
export function defineOperation<Schema extends z.ZodType = z.ZodUnknown>(
  operation: Omit<SandboxOperation, 'body' | 'handle'> & {
    readonly body?: Schema;
    handle(
      request: OperationRequest<z.infer<Schema>>,
    ): OperationResponse | Promise<OperationResponse>;
  },
): SandboxOperation {
  return {
    ...operation,
    // The router hands over a body only after `operation.body` has parsed it, so the narrower type holds.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    handle: (request) => operation.handle(request as OperationRequest<z.infer<Schema>>),
  };
}
