// Commands that change something, each with what its plan promises, run while the answers to one of their
// requests mislead: a success for which nothing was done, a refusal, something that is no answer.

import { settleWorld } from '../../../src/sandbox/settle-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, type CliRun } from '../../support/run-cli.js';
import { substance } from './contoso.js';
import type { ChangingCommand } from './changing-commands.js';

/** What comes in the place of an answer; the request is carried out only if it is told to be. */
export type Misleading = (carryOut: () => Promise<Response>) => Promise<Response> | Response;

/** Answers that stand for nothing that was done, and those that say so. */
export const MISLEADING_ANSWERS: Readonly<Record<string, Misleading>> = {
  '200 and nothing': () => new Response(null, { status: 200 }),
  '200 and an empty object': () => Response.json({}),
  '202 that names no operation': () => new Response(null, { status: 202 }),
  '204': () => new Response(null, { status: 204 }),
  'an early Succeeded': () => Response.json({ status: 'Succeeded' }),
  '404': refusal(404, 'ResourceNotFound'),
  '400': refusal(400, 'BadRequest'),
  '403': refusal(403, 'AuthorizationFailed'),
  '500': refusal(500, 'InternalServerError'),
  'a page of HTML': page,
  '502 though it was carried out': afterwards(refusal(502, 'BadGateway')),
  'a page of HTML though it was carried out': afterwards(page),
  'nothing though it was carried out': async (carryOut) =>
    new Response(null, { status: (await carryOut()).status }),
};

function page(): Response {
  return new Response('<html>Please sign in</html>', { headers: { 'content-type': 'text/html' } });
}

function refusal(status: number, code: string): () => Response {
  return () => Response.json({ error: { code, message: 'a fault of the test' } }, { status });
}

function afterwards(answer: () => Response): Misleading {
  return async (carryOut) => {
    await carryOut();
    return answer();
  };
}

/** A run of which the answers to one request misled. */
export interface MisledRun extends CliRun {
  /** The request, such as `PUT https://…`; undefined where the command sent fewer requests. */
  readonly request: string | undefined;
  /** The world before the command, as old as it is now. */
  readonly before: WorldState;
}

/**
 * Runs a command. From one request on, counted from 1, that request and its repetitions are answered so.
 */
export async function misled(
  command: ChangingCommand,
  place: number,
  answer: Misleading,
): Promise<MisledRun> {
  const world = command.world();
  const before = structuredClone(world);
  let count = 0;
  let target: string | undefined;
  const run = await runCli([...command.argv.split(' '), '-o', 'json'], {
    world,
    around: async (request, carryOut) => {
      count += 1;
      const name = `${request.method} ${request.url}`;
      target ??= count === place ? name : undefined;
      return name === target ? answer(carryOut) : carryOut();
    },
  });
  settleWorld(before, world.nowMilliseconds);
  return { ...run, request: target, before };
}

/** The requests of a command that nobody misleads, by their places, counted from 1. */
export interface RequestPlaces {
  readonly all: readonly number[];
  /** Those that change something. */
  readonly writes: readonly number[];
  /** The first two of each request that reads after a change. */
  readonly readsAfter: readonly number[];
  /** The world when the command has ended. */
  readonly world: WorldState;
}

/** Where a command sends what. */
export async function requestsOf(command: ChangingCommand): Promise<RequestPlaces> {
  const { code, exchanges, writes, world } = await runCli(
    [...command.argv.split(' '), '-o', 'json'],
    {
      world: command.world(),
    },
  );
  if (code !== 0) {
    throw new Error(`${command.argv} ends with ${code}`);
  }
  const all = exchanges.map((_, index) => index + 1);
  const isWrite = (place: number): boolean => writes.some((each) => each === exchanges[place - 1]);
  const firstWrite = all.find((place) => isWrite(place)) ?? all.length;
  const seen = new Map<string, number>();
  const readsAfter = all.filter((place) => {
    const { method = '', url = '' } = exchanges[place - 1] ?? {};
    const times = (seen.get(`${method} ${url}`) ?? 0) + 1;
    if (place <= firstWrite || isWrite(place)) {
      return false;
    }
    seen.set(`${method} ${url}`, times);
    return times <= 2;
  });
  return { all, writes: all.filter((place) => isWrite(place)), readsAfter, world };
}

/** What a misled run does against the laws: 0 promises, 2, 3 and 5 deny, and what was done is in the report. */
export function violationsOf(command: ChangingCommand, run: MisledRun): readonly string[] {
  const { code, world } = run;
  const changed = hasChanged(run);
  return [
    ...(code === 0 && !command.holds(world) ? ['0, and the promise does not hold'] : []),
    ...(code === 1 ? ['1, a bug'] : []),
    ...(changed && [2, 3, 5].includes(code) ? [`${code}, and something was changed`] : []),
    ...(changed && !reportsChange(run) ? [`${code}, and what was changed is not reported`] : []),
  ];
}

function reportsChange({ stdout }: MisledRun): boolean {
  if (stdout === '') {
    return false;
  }
  const { items } = JSON.parse(stdout) as ReportedChanges;
  const statuses = items.flatMap(({ changes }) => changes.map(({ status }) => status));
  return statuses.some((status) => status !== 'planned' && status !== 'skipped');
}

interface ReportedChanges {
  readonly items: readonly { readonly changes: readonly { readonly status: string }[] }[];
}

/** True when the command has changed something: what only time has changed is in `before` too. */
function hasChanged({ before, world, writes }: MisledRun): boolean {
  return (
    writes.some(({ status }) => status < 300) &&
    textOf(substance(before)) !== textOf(substance(world))
  );
}

/** Keys get their material when it is first needed, which is no change. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (name, each: unknown) =>
    name === 'privateKeyPem' ? undefined : each,
  );
}
