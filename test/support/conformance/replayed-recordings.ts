// All recordings, played to the sandbox once.

import { recordings } from '../recordings.js';
import { recordedWorld } from '../../../src/sandbox/recorded/recorded-world.js';
import {
  replay,
  type ReplayedExchange,
  type Review,
} from '../../../src/sandbox/recorded/replay.js';
import { baseOf, tinySandbox, tinyWorld } from '../worlds/tiny-world.js';
import { contrastRecordings, exceptionFor, isHidden } from './reviewed-exceptions.js';
import { situations } from './situations.js';

/** Differences that no reviewed exception covers. */
export const unreviewed: Review = ({ differences, ...exchange }) =>
  isHidden(exchange.recording, exchange.index)
    ? []
    : differences.filter((found) => exceptionFor(exchange, found) === undefined);

/** Plays every recording in a world of its own, in the situation in which it was made. */
export async function replayRecordings(): Promise<ReplayedExchange[]> {
  const replayed: ReplayedExchange[] = [];
  for (const recorded of recordings()) {
    if (contrastRecordings[recorded.file] === undefined) {
      const { adapt, seed, interludes = {} } = situations[recorded.file] ?? {};
      const recording = adapt?.(recorded) ?? recorded;
      const world = recordedWorld(recording, baseOf(tinyWorld()));
      seed?.(world, recording);
      replayed.push(...(await replay(recording, tinySandbox(world), interludes, unreviewed)));
    }
  }
  return replayed;
}
