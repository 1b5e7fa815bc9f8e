// Answers that are not Azure's: forged links, redirects, bodies of somebody else, fields of another type. Each is
// given in the place of one answer of a command, and what the command does with it is watched.

import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, type CliRun } from '../../support/run-cli.js';
import { stopProtection } from './contoso.js';
import { watchedWorld, withCopiesFor } from './watched-run.js';

/** A host that is nobody's; whatever is sent there is lost to an attacker. */
export const ATTACKER = 'attacker.example';

/** Changes one answer; undefined where this answer has nothing that could be changed so. */
export type Tampering = (
  request: Request,
  response: Response,
) => Promise<Response | undefined> | Response | undefined;

/** The commands whose answers are tampered with: each verb that talks to Azure. */
export const ATTACKED_COMMANDS: readonly string[] = [
  'preflight --vm VM001',
  'enable --vm VM001 --grant --yes',
  'grant-access --vm VM001 --yes',
  'grant-access --vm VM003 --revoke --yes',
  'status --vm VM005',
  'status --vault rsv-prod',
  'recovery-points list --vm VM005',
  'recovery-points show latest --vm VM014',
  'backup-now --vm VM010',
  'jobs list',
  'jobs watch --vm VM005 --timeout 1m',
  'disable --vm VM010 --yes',
  'disable --vm VM010 --delete-data --confirm VM010',
  'undelete --vm VM011',
  'resume --vm VM005 --policy daily-90-days --yes',
  'vault list',
  'vault show rsv-prod',
  'vault create rsv-new -g rg-prod',
  'policy list --vault rsv-prod',
  'policy show DefaultPolicy --vault rsv-prod',
  'policy create nightly --vault rsv-prod --daily 02:00',
  'policy update daily-90-days --vault rsv-prod --daily 20:00 --yes',
  'policy diff DefaultPolicy EnhancedPolicy --vault rsv-prod',
  'audit-keys --vault rsv-prod',
  'restore --vm VM005',
  'restore --vm VM014 --to vm --name VM014R --vnet vnet-prod --subnet default',
  'restore-keys --vm VM014 --yes',
  'restore --vm VM014 --secondary-region --target-resource-group rg-dr --key-vault kv-dr',
];

/** A run of which one answer was tampered with. */
export interface AttackedRun extends CliRun {
  /** False when this answer could not be changed so: the run says nothing. */
  readonly attacked: boolean;
  /** Requests that left for the attacker's host. */
  readonly stolen: readonly string[];
}

/** A copy of the world in which the command has something to do. */
async function worldFor(argv: string): Promise<WorldState> {
  const world = structuredClone(watchedWorld);
  withCopiesFor(argv.split(' '), world);
  if (argv.startsWith('resume')) {
    await stopProtection(world, 'VM005');
  }
  return world;
}

/**
 * Which requests' answers are tampered with: the one at a place, counted from 1, with its repetitions; or
 * those whose URL is so.
 */
export type AttackedRequests = number | RegExp;

/** Runs a command, and tampers with answers. */
export async function attack(
  argv: string,
  which: AttackedRequests,
  tamper: Tampering,
): Promise<AttackedRun> {
  const stolen: string[] = [];
  const isTarget = targetsOf(which);
  let attacked = false;
  const run = await runCli([...argv.split(' '), '-o', 'json'], {
    world: await worldFor(argv),
    around: async (request, answer) => {
      if (new URL(request.url).hostname.endsWith(ATTACKER)) {
        stolen.push(`${request.method} ${request.url}`);
        return Response.json({ value: [] });
      }
      const asked = request.clone();
      const response = await answer();
      const changed = isTarget(asked) ? await tamper(asked, response.clone()) : undefined;
      attacked ||= changed !== undefined;
      return changed ?? response;
    },
  });
  return { ...run, attacked, stolen };
}

function targetsOf(which: AttackedRequests): (request: Request) => boolean {
  if (typeof which !== 'number') {
    return ({ url }) => which.test(url);
  }
  let count = 0;
  let target: string | undefined;
  return ({ method, url }) => {
    count += 1;
    const name = `${method} ${url}`;
    target ??= count === which ? name : undefined;
    return name === target;
  };
}

/** How many requests a command sends while nobody tampers. */
export async function requestsOf(argv: string): Promise<number> {
  const { exchanges } = await runCli([...argv.split(' '), '-o', 'json'], {
    world: await worldFor(argv),
  });
  return exchanges.length;
}

const EVIL = `https://${ATTACKER}`;

/** Forged links: what is followed, and what is asked because an answer says so. */
export const LINKS: Readonly<Record<string, Tampering>> = {
  nextLink: (request, response) =>
    withBody(response, (body) =>
      isRecord(body) && Array.isArray(body['value'])
        ? { ...body, nextLink: `${EVIL}/next${new URL(request.url).search}` }
        : undefined,
    ),
  'an async URL': (request, response) =>
    request.method === 'GET' || isSignIn(request)
      ? undefined
      : withHeaders(response, 202, {
          'azure-asyncoperation': `${EVIL}/operations/1`,
          location: `${EVIL}/results/1`,
        }),
  'a Location alone': (request, response) =>
    request.method === 'GET' || isSignIn(request)
      ? undefined
      : withHeaders(response, 202, { location: `${EVIL}/results/1` }),
  'a redirect that keeps the method': (_request, response) =>
    withHeaders(response, 307, { location: `${EVIL}/elsewhere` }),
  'a redirect that becomes a GET': (_request, response) =>
    withHeaders(response, 302, { location: `${EVIL}/elsewhere` }),
  'a redirect without an address': (_request, response) => withHeaders(response, 308, {}),
  'every address but that of Resource Manager': (_request, response) =>
    withText(response, (text) => {
      const forged = text.replaceAll(
        /https:\/\/(?<name>[\w-]+)\.(?:vault\.azure\.net|blob\.core\.windows\.net)/gu,
        `https://$<name>.${ATTACKER}`,
      );
      return forged === text ? undefined : forged;
    }),
  'a challenge for another resource': (request, response) =>
    request.url.includes('.vault.azure.net/')
      ? withHeaders(response, 401, {
          'www-authenticate': `Bearer authorization="${EVIL}/tenant", resource="${EVIL}"`,
        })
      : undefined,
};

function isSignIn(request: Request): boolean {
  return new URL(request.url).hostname.startsWith('login.');
}

/** True for an object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The answer with another body; undefined where it has no JSON, or the change none for it. */
export async function withBody(
  response: Response,
  change: (body: unknown) => unknown,
): Promise<Response | undefined> {
  const text = await response.clone().text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const changed = change(body);
  return changed === undefined ? undefined : answerOf(response, JSON.stringify(changed));
}

/** The answer with other values in fields of its own. */
export function withFields(fields: Readonly<Record<string, unknown>>): Tampering {
  return (_request, response) =>
    withBody(response, (body) => (isRecord(body) ? { ...body, ...fields } : undefined));
}

async function withText(
  response: Response,
  change: (text: string) => string | undefined,
): Promise<Response | undefined> {
  const changed = change(await response.clone().text());
  return changed === undefined ? undefined : answerOf(response, changed);
}

/** The answer with another text in its place. */
export function answerOf(response: Response, text: string): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const { status } = response;
  return new Response([204, 304].includes(status) ? null : text, { status, headers });
}

async function withHeaders(
  response: Response,
  status: number,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  const all = new Headers(response.headers);
  all.delete('content-length');
  all.delete('azure-asyncoperation');
  all.delete('location');
  for (const [name, value] of Object.entries(headers)) {
    all.set(name, value);
  }
  return new Response(await response.clone().text(), { status, headers: all });
}
