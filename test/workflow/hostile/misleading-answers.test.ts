// Answers that mislead, in an answer of some commands that change something; all answers of all such commands:
// test/sweep/hostile.
import { describe, expect, it } from 'vitest';
import { CHANGING_COMMANDS } from '../support/changing-commands.js';
import { misled, MISLEADING_ANSWERS, requestsOf, violationsOf } from '../support/misled.js';
import { runCli } from '../../support/run-cli.js';

const WAYS = Object.entries(MISLEADING_ANSWERS);
const turned = CHANGING_COMMANDS.map((command, turn) => ({ ...command, turn }));

/** One of a command's requests that change something, or of those that read back: another one at each turn. */
function placeOf(
  writes: readonly number[],
  reads: readonly number[],
  turn: number,
): number | undefined {
  const places = turn % 2 === 0 || reads.length === 0 ? writes : reads;
  return places[turn % places.length];
}

describe.each(turned.filter(({ turn }) => turn % 3 === 0))(
  'azbackup $argv',
  ({ turn, ...command }) => {
    it('does what it promises, and is not misled into an exit that says what is not so', async () => {
      const { writes, readsAfter, world } = await requestsOf(command);
      expect([command.holds(command.world()), command.holds(world)]).toEqual([false, true]);
      const place = placeOf(writes, readsAfter, turn);
      const [way, answer] = WAYS[turn % WAYS.length] ?? [];
      if (place === undefined || answer === undefined) {
        throw new Error(`${command.argv} asks for nothing that could mislead`);
      }
      const run = await misled(command, place, answer);
      expect({ way, to: run.request, wrong: violationsOf(command, run) }).toEqual({
        way,
        to: run.request,
        wrong: [],
      });
    });
  },
);

it('a staging container that is not found after its restore does not pass for an empty one', async () => {
  const notFound = (): Response =>
    new Response(null, { status: 404, headers: { 'x-ms-error-code': 'ContainerNotFound' } });
  const run = await runCli(['restore', '--vm', 'VM014', '-o', 'json'], {
    around: (request, answer) =>
      request.url.includes('comp=list') ? Promise.resolve(notFound()) : answer(),
  });
  expect(run.code).toBe(7);
  expect(run.stderr).toContain('was not found');
});
