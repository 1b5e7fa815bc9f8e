// Answers that mislead, in some of the answers of every command that changes something; all of them:
// test/sweep/hostile.
import { describe, expect, it } from 'vitest';
import { CHANGING_COMMANDS } from '../support/changing-commands.js';
import { misled, MISLEADING_ANSWERS, requestsOf, violationsOf } from '../support/misled.js';
import { runCli } from '../../support/run-cli.js';

const WAYS = Object.entries(MISLEADING_ANSWERS);
/** So many of a command's requests that change something are misled, and of those that read back. */
const MOST_WRITES = 1;
const MOST_READS = 1;

const turned = CHANGING_COMMANDS.map((command, turn) => ({ ...command, turn }));

/** So many of the places at most, evenly spread, beginning elsewhere at each turn. */
function spread(places: readonly number[], most: number, turn: number): readonly number[] {
  const stride = Math.max(1, Math.ceil(places.length / most));
  return places.filter((_, index) => index % stride === turn % stride);
}

describe.each(turned)('azbackup $argv', ({ turn, ...command }) => {
  it('does what it promises, and is not misled into an exit that says what is not so', async () => {
    const { writes, readsAfter, world } = await requestsOf(command);
    expect([command.holds(command.world()), command.holds(world)]).toEqual([false, true]);
    const places = [...spread(writes, MOST_WRITES, turn), ...spread(readsAfter, MOST_READS, turn)];
    const wrong: string[] = [];
    for (const [index, place] of places.entries()) {
      const [way, answer] = WAYS[(index * 3 + turn) % WAYS.length] ?? [];
      if (way !== undefined && answer !== undefined) {
        const run = await misled(command, place, answer);
        const found = violationsOf(command, run);
        wrong.push(...found.map((each) => `${way} to ${run.request}: ${each}`));
      }
    }
    expect(places.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });
});

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
