// The sandbox is held to what real Azure answered: every recording is played to it, and the answers must
// have the recorded shape. test/support/conformance/reviewed-exceptions.ts says where they need not, and why.
import { beforeAll, describe, expect, it } from 'vitest';
import { injectFault } from '../../src/sandbox/faults/inject-faults.js';
import { sandboxOperations } from '../../src/sandbox/operations.js';
import { haveRecordings, recordings } from '../support/recordings.js';
import { compareHeaders } from '../../src/sandbox/recorded/header-difference.js';
import { LearnedIds } from '../../src/sandbox/recorded/learned-ids.js';
import { compareJson } from '../../src/sandbox/recorded/shape-difference.js';
import { recordedOperation, type ReplayedExchange } from '../../src/sandbox/recorded/replay.js';
import { replayRecordings, unreviewed } from '../support/conformance/replayed-recordings.js';
import {
  contrastRecordings,
  exceptionFor,
  isHidden,
  notModelledYet,
  reviewedExceptions,
} from '../support/conformance/reviewed-exceptions.js';

const WHERE = haveRecordings ? '' : ' (skipped: there are no recordings beside the repository)';

/** The operations that occur in recordings, but for those kept for contrast. */
const recordedOperations = new Set(
  recordings()
    .filter(({ file }) => contrastRecordings[file] === undefined)
    .flatMap(({ exchanges }) => exchanges.map((exchange) => recordedOperation(exchange)))
    .filter((id) => id !== undefined),
);

// Without what is compared with, nothing can be said; the title of the skipped test says so.
describe.skipIf(!haveRecordings)(`the sandbox against recordings of Azure${WHERE}`, () => {
  let replayed: readonly ReplayedExchange[] = [];

  beforeAll(async () => {
    replayed = await replayRecordings();
  });

  it.each([...recordedOperations].toSorted())('answers %s as recorded', (operationId) => {
    const found = replayed.filter((exchange) => exchange.operationId === operationId);
    const compared = found.filter(({ outcome }) => outcome === 'compared');
    const differences = compared.flatMap(({ recording, index, ...exchange }) =>
      unreviewed({ recording, index, operationId, differences: exchange.differences }).map(
        (difference) => ({ recording: `${recording}, exchange ${index}`, ...difference }),
      ),
    );
    expect(differences).toEqual([]);
    expect(compared.filter(({ recording, index }) => !isHidden(recording, index))).not.toEqual([]);
  });

  it.each(reviewedExceptions)('still needs the exception: $operation $at, $reason', (exception) => {
    const used = replayed.flatMap(({ recording, index, operationId = '', differences }) =>
      isHidden(recording, index)
        ? []
        : differences
            .filter((found) => exceptionFor({ recording, operationId }, found) === exception)
            .map(({ at }) => at),
    );
    expect(new Set(used)).toEqual(new Set(exception.at));
  });

  it('refuses only what the list of what is not modelled yet names', () => {
    const refusals = replayed.map(({ refusal }) => refusal).filter((text) => text !== undefined);
    expect(
      refusals.filter((text) => !notModelledYet.some(({ refusal }) => text.includes(refusal))),
    ).toEqual([]);
  });

  it.each(notModelledYet)('does not model yet: $refusal, $reason', ({ refusal, hides = [] }) => {
    const refused = replayed.filter((exchange) => exchange.refusal?.includes(refusal) === true);
    // An entry that nothing needs any longer is to be taken out, and its recordings compared.
    expect(refused).not.toEqual([]);
    const files = new Set(replayed.map(({ recording }) => recording));
    expect(hides.filter(({ recording }) => !files.has(recording))).toEqual([]);
  });

  it('fails as the front door of Azure failed, where a fault is asked for', async () => {
    const outages = recordings()
      .flatMap(({ exchanges }) => exchanges)
      .filter(({ request, response }) => response.status >= 500 && request.method === 'GET');
    expect(outages).not.toEqual([]);
    for (const { request, response } of outages) {
      const sandbox = { fetch: unreachable, delay: () => undefined };
      const fault = { kind: 'status', status: response.status } as const;
      const answer = await injectFault(fault, new Request(request.url), sandbox);
      const ids = new LearnedIds();
      const differences = [
        ...compareHeaders(response.headers ?? {}, Object.fromEntries(answer.headers), ids),
        ...compareJson(response.body, await answer.json(), 'body', ids),
      ];
      // The recorded message is made of the instant and ids of one failure.
      expect(differences.filter(({ at }) => at !== 'body.error.message')).toEqual([]);
    }
  });

  it('knows every recording that an operation names as its evidence', () => {
    const files = new Set(recordings().map(({ file }) => file));
    const named = sandboxOperations
      .flatMap(({ evidence }) => evidence)
      .map((evidence) => (evidence.kind === 'recording' ? evidence.file : undefined))
      .filter((file) => file !== undefined && !file.startsWith('reference.'));
    expect(named.filter((file) => file !== undefined && !files.has(file))).toEqual([]);
  });

  it('leaves no exchange out', () => {
    const expected = recordings()
      .filter(({ file }) => contrastRecordings[file] === undefined)
      .reduce((count, { exchanges }) => count + exchanges.length, 0);
    expect(replayed).toHaveLength(expected);
    expect(Object.keys(contrastRecordings).toSorted()).toEqual(
      recordings()
        .map(({ file }) => file)
        .filter((file) => contrastRecordings[file] !== undefined)
        .toSorted(),
    );
  });
});

function unreachable(): Promise<never> {
  return Promise.reject(new Error('a fault in place of an answer asks nobody'));
}
