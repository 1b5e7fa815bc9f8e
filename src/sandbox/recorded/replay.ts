// Plays recorded requests to the sandbox, in the recorded order, and compares the answers.

import { createRouteTable } from '../http/routing/route-table.js';
import { serviceHost } from '../http/routing/host.js';
import { splitPath } from '../http/routing/path-template.js';
import { sandboxOperations } from '../operations.js';
import type { WorldState } from '../kernel/state.js';
import type { Sandbox } from '../create-sandbox.js';
import type { WorldClock } from '../kernel/time/world-clock.js';
import { compareHeaders } from './header-difference.js';
import { LearnedIds } from './learned-ids.js';
import type { Exchange, Recording } from './recording.js';
import { compareJson, difference, type Difference } from './shape-difference.js';
import { textForm } from './text-form.js';

/** A request as it was sent to the sandbox, and what came back. */
export interface SentExchange {
  readonly method: string;
  readonly url: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What became of one recorded exchange. */
export interface ReplayedExchange {
  readonly recording: string;
  /** Its place in the recording. */
  readonly index: number;
  /** The operation that it belongs to; undefined when the sandbox has none. */
  readonly operationId: string | undefined;
  /**
   * `compared`; `outage`: what was recorded is a failure of Azure's, not an answer of the operation;
   * `not-modelled`: the sandbox refuses the request; `depends`: it speaks of a thing that only a
   * request makes which the sandbox refuses.
   */
  readonly outcome: 'compared' | 'outage' | 'not-modelled' | 'depends';
  /** What the sandbox says that it does not model. */
  readonly refusal?: string;
  readonly differences: readonly Difference[];
  readonly sent?: SentExchange;
}

/** A sandbox whose time can be moved, with tokens of whoever sends the requests again. */
export interface ReplaySandbox extends Pick<Sandbox, 'fetch' | 'state'> {
  readonly clock: WorldClock;
  /** An access token for an audience, such as https://vault.azure.net. */
  askerToken(audience: string): string;
}

/** Something that happens in the world before the exchange at a place of the recording. */
export type Interlude<Replayed extends ReplaySandbox> = (
  sandbox: Replayed,
  ids: LearnedIds,
  recording: Recording,
  index: number,
) => Promise<void>;

/** Interludes by the places that they come before. */
export type Interludes<Replayed extends ReplaySandbox> = Readonly<
  Record<number, Interlude<Replayed>>
>;

/** Judges differences: those that need not be looked for any longer are left out. */
export type Review = (exchange: {
  readonly recording: string;
  readonly index: number;
  readonly operationId: string;
  readonly differences: readonly Difference[];
}) => readonly Difference[];

const table = createRouteTable(sandboxOperations);

/** Replays one recording in a sandbox over a world that suits it. */
export async function replay<Replayed extends ReplaySandbox>(
  recording: Recording,
  sandbox: Replayed,
  interludes: Interludes<Replayed>,
  review: Review,
): Promise<ReplayedExchange[]> {
  const run = new Replay(recording, sandbox, review);
  const replayed: ReplayedExchange[] = [];
  for (const [index, exchange] of recording.exchanges.entries()) {
    // Each request needs what the one before it has made.
    await run.prepare(interludes[index], index);
    replayed.push(await run.play(exchange, index));
  }
  return replayed;
}

/** Provider and id of the operation that a recorded request means; undefined when the sandbox has none. */
export function recordedOperation({ request }: Exchange): string | undefined {
  const url = new URL(request.url);
  const host = serviceHost(url.hostname);
  const matches = host === undefined ? [] : table.match(host.kind, splitPath(url.pathname));
  const apiVersion = url.searchParams.get('api-version') ?? '';
  const operations = matches
    .map(({ operation }) => operation)
    .filter(({ method }) => method === request.method);
  const exact = operations.find(({ apiVersions }) => apiVersions.includes(apiVersion));
  const operation = exact ?? operations[0];
  return operation === undefined ? undefined : `${operation.provider} ${operation.id}`;
}

class Replay<Replayed extends ReplaySandbox> {
  /** Recorded ids that the sandbox has no counterpart of. */
  private readonly unknown = new Set<string>();

  private readonly ids = new LearnedIds();
  private readonly recording: Recording;
  private readonly review: Review;
  private readonly sandbox: Replayed;

  constructor(recording: Recording, sandbox: Replayed, review: Review) {
    this.recording = recording;
    this.sandbox = sandbox;
    this.review = review;
  }

  async prepare(interlude: Interlude<Replayed> | undefined, index: number): Promise<void> {
    await interlude?.(this.sandbox, this.ids, this.recording, index);
  }

  async play(exchange: Exchange, index: number): Promise<ReplayedExchange> {
    const operationId = recordedOperation(exchange);
    const base = { recording: this.recording.file, index, operationId, differences: [] };
    if (isOutage(exchange)) {
      return { ...base, outcome: 'outage' };
    }
    if (this.dependsOnUnknown(exchange)) {
      this.forget(exchange);
      return { ...base, outcome: 'depends' };
    }
    const sent = await this.send(this.sandbox, exchange);
    const refusal = refusalOf(sent);
    if (refusal !== undefined) {
      this.forget(exchange);
      return { ...base, outcome: 'not-modelled', refusal };
    }
    const best = await this.waitForShape(exchange, { operationId: operationId ?? '', index }, sent);
    return { ...base, outcome: 'compared', ...best };
  }

  /**
   * The answer as it is now; when it differs and can be asked for again, the answer of the first later
   * instant that differs least. How long things take is not part of a shape.
   */
  private async waitForShape(
    exchange: Exchange,
    place: { readonly operationId: string; readonly index: number },
    sent: SentExchange,
  ): Promise<{ sent: SentExchange; differences: Difference[] }> {
    const evaluateChecks = (answer: SentExchange): number =>
      this.open(place, this.compare(exchange, answer, new LearnedIds(this.ids))).length;
    const open = evaluateChecks(sent);
    const answer =
      open === 0 || exchange.request.method !== 'GET'
        ? sent
        : await this.findBestInstant(exchange, { sent, open }, evaluateChecks);
    return { sent: answer, differences: this.compare(exchange, answer, this.ids) };
  }

  private async findBestInstant(
    exchange: Exchange,
    first: { readonly sent: SentExchange; readonly open: number },
    evaluateChecks: (answer: SentExchange) => number,
  ): Promise<SentExchange> {
    const now = structuredClone(this.sandbox.state);
    let best = { ...first, seconds: 0 };
    let reached = 0;
    for (const seconds of INSTANTS) {
      if (best.open === 0) {
        break;
      }
      reached = seconds;
      this.sandbox.clock.advanceTo(now.nowMilliseconds + seconds * 1000);
      const sent = await this.send(this.sandbox, exchange);
      const open = evaluateChecks(sent);
      best = open < best.open ? { sent, open, seconds } : best;
    }
    if (reached !== best.seconds) {
      this.returnTo(now, best.seconds);
    }
    return best.sent;
  }

  /** Makes the world what it was, some seconds later. */
  private returnTo(world: WorldState, seconds: number): void {
    Object.assign(this.sandbox.state, world);
    this.sandbox.clock.advanceTo(world.nowMilliseconds + seconds * 1000);
  }

  private open(
    place: { readonly operationId: string; readonly index: number },
    differences: readonly Difference[],
  ): readonly Difference[] {
    return this.review({ recording: this.recording.file, ...place, differences });
  }

  private compare(exchange: Exchange, sent: SentExchange, ids: LearnedIds): Difference[] {
    const { response } = exchange;
    if (response.status !== sent.status) {
      const text = JSON.stringify(sent.body) ?? '';
      return [difference('status', 'status', response.status, `${sent.status} ${text}`)];
    }
    return [
      ...compareHeaders(response.headers ?? {}, sent.headers, ids),
      ...compareJson(emptyToUndefined(response.body), sent.body, 'body', ids),
    ];
  }

  private async send(sandbox: ReplaySandbox, exchange: Exchange): Promise<SentExchange> {
    const { method, body } = exchange.request;
    const url = new URL(this.ids.translate(exchange.request.url));
    const requestBody: unknown =
      body === undefined || body === null || body === ''
        ? undefined
        : JSON.parse(this.ids.translate(JSON.stringify(body)));
    const response = await sandbox.fetch(
      new Request(url, {
        method,
        headers: {
          ...(exchange.response.status === 401
            ? {}
            : { authorization: `Bearer ${askerToken(sandbox, url)}` }),
          ...(requestBody === undefined ? {} : { 'content-type': 'application/json' }),
          ...requestIdsOf(exchange),
        },
        ...(requestBody === undefined ? {} : { body: JSON.stringify(requestBody) }),
      }),
    );
    const text = await response.text();
    // What searching costs is not what the recorded client spent.
    sandbox.state.throttling = {};
    return {
      method,
      url: url.href,
      requestBody,
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: parsed(text),
    };
  }

  private dependsOnUnknown({ request }: Exchange): boolean {
    const path = decodeURIComponent(new URL(request.url).pathname);
    return this.unknown.has(path) || textForm(path).ids.some((id) => this.unknown.has(id));
  }

  /** What a refused request would have made, and the ids of an answer that the sandbox never gives. */
  private forget({ request, response }: Exchange): void {
    if (request.method === 'PUT' && response.status === 201) {
      this.unknown.add(decodeURIComponent(new URL(request.url).pathname));
    }
    const known = textForm(JSON.stringify(request)).ids;
    for (const id of textForm(JSON.stringify([response.headers, response.body])).ids) {
      if (!known.includes(id)) {
        this.unknown.add(id);
      }
    }
  }
}

/** Seconds at which an answer is asked for again: fine at first, for an hour and a quarter in all. */
const INSTANTS = [
  ...Array.from({ length: 60 }, (_, step) => (step + 1) * 2),
  ...Array.from({ length: 290 }, (_, step) => 120 + (step + 1) * 15),
];

function askerToken(sandbox: ReplaySandbox, url: URL): string {
  const kind = serviceHost(url.hostname)?.kind ?? 'arm';
  const audiences: Readonly<Record<string, string>> = {
    vault: 'https://vault.azure.net',
    graph: 'https://graph.microsoft.com',
  };
  return sandbox.askerToken(audiences[kind] ?? 'https://management.azure.com');
}

/** Ids that the client chose, which answers repeat. */
function requestIdsOf({ request }: Exchange): Record<string, string> {
  const ids = ['x-ms-client-request-id', 'x-ms-correlation-request-id'];
  return Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(([name]) => ids.includes(name)),
  );
}

/** JSON as a value; contents of blobs stay as they are. */
function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** A 5xx of the front door: no answer of the operation. */
function isOutage({ response }: Exchange): boolean {
  return response.status >= 500;
}

function refusalOf({ status, body }: SentExchange): string | undefined {
  if (status !== 501 || !isErrorBody(body) || body.error.code !== 'SandboxNotModelled') {
    return undefined;
  }
  return body.error.message;
}

function isErrorBody(
  body: unknown,
): body is { readonly error: { readonly code: string; readonly message: string } } {
  return typeof body === 'object' && body !== null && 'error' in body;
}

function emptyToUndefined(body: unknown): unknown {
  return body === '' || body === null ? undefined : body;
}
