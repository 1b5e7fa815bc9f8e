// The recordings of Azure read as if a volunteer had sent them: `sandbox verify` is told nothing of the situation
// in which each was made. What it says must be true: what the tests know to agree may not be said to differ.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxVerifyDocument } from '../../../src/commands/sandbox/verify/result.js';
import {
  contrastRecordings,
  exceptionFor,
  notModelledYet,
} from '../../support/conformance/reviewed-exceptions.js';
import { haveRecordings, recordings } from '../../support/recordings.js';
import { runCli } from '../../support/run-cli.js';

const WHERE = haveRecordings ? '' : ' (skipped: there are no recordings beside the repository)';

const sent = recordings().filter(({ file }) => contrastRecordings[file] === undefined);

/** Recordings whose world nobody can tell from them, and what is said of it. */
const WORLDS_UNTOLD: Readonly<Record<string, readonly string[]>> = {
  // The key vault was made with purge protection, which no answer says.
  'keyvault-key-create.401-challenge-then-200.json': ['CreateKey'],
  // A role assignment whose PUT the sandbox does not model.
  'role-assignment-update.put-get.json': ['RoleAssignments_Get'],
  // Whether the item had recovery points before it was deleted.
  'protection-undelete.poll-sequence.json': ['BackupProtectedItems_List'],
};

// The recordings lie beside the repository, not in it.
describe.skipIf(!haveRecordings)(`sandbox verify on recordings of Azure${WHERE}`, () => {
  let home = '';
  const documents = new Map<string, SandboxVerifyDocument>();

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'azbackup-verify-'));
    for (const { file, exchanges } of sent) {
      const folder = path.join(home, path.basename(file, '.json'));
      mkdirSync(folder);
      for (const [index, exchange] of exchanges.entries()) {
        const name = `${String(index + 1).padStart(6, '0')}.json`;
        writeFileSync(path.join(folder, name), JSON.stringify(exchange));
      }
      const run = await runCli(['sandbox', 'verify', folder, '-o', 'json']);
      documents.set(file, run.json<SandboxVerifyDocument>());
    }
  }, 300_000);

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('looks at each exchange', () => {
    for (const { file, exchanges } of sent) {
      expect(documents.get(file)?.summary.exchanges).toBe(exchanges.length);
    }
  });

  it('compares most of them, and finds most of them to agree', () => {
    const sums = [...documents.values()].map(({ summary }) => summary);
    const sum = (of: 'exchanges' | 'agree' | 'differ' | 'notCompared'): number =>
      sums.reduce((total, each) => total + each[of], 0);
    expect(sum('agree') / sum('exchanges')).toBeGreaterThan(0.8);
    expect(sum('differ')).toBeLessThan(sum('agree') / 10);
  });

  it('calls different only what is, or what the recording does not tell', () => {
    const found = [...documents].flatMap(([recording, { items }]) =>
      items.flatMap(({ provider, operation, differences }) =>
        differences
          .filter((each) => {
            const operationId = `${provider} ${operation}`;
            const isReviewed = exceptionFor({ recording, operationId }, each) !== undefined;
            return !isReviewed && WORLDS_UNTOLD[recording]?.includes(operation ?? '') !== true;
          })
          .map(({ kind, at }) => `${recording}: ${operation}: ${kind} ${at}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('still needs each of the worlds that nobody can tell', () => {
    for (const [recording, operations] of Object.entries(WORLDS_UNTOLD)) {
      const differing = documents
        .get(recording)
        ?.items.filter(({ verdict }) => verdict === 'differs')
        .map(({ operation }) => operation);
      expect(differing).toEqual(expect.arrayContaining([...operations]));
    }
  });

  it('says of all else why it could not be compared', () => {
    const reasons = new Set(
      [...documents.values()].flatMap(({ items }) =>
        items.flatMap(({ notCompared }) => notCompared.map(({ reason }) => reason)),
      ),
    );
    for (const reason of reasons) {
      const isKnown =
        /^(?:Azure failed|it depends on a request|the recording does not tell enough|what a key opens|what was missing)/u.test(
          reason,
        ) ||
        [...notModelledYet.map(({ refusal }) => refusal), "field 'properties.condition'"].some(
          (refusal) => reason.includes(refusal),
        );
      expect(isKnown ? 'known' : reason).toBe('known');
    }
  });
});
