// Puts the verdicts on single exchanges together, by operation.

import type { Assumption } from '../../../sandbox/assumptions.js';
import type { VerifiedExchange } from '../../../sandbox/recorded/verify-recording.js';
import type { SandboxVerifyDocument, VerifiedOperation } from './result.js';

/** An exchange with the file that it was read from. */
export interface VerifiedFile extends VerifiedExchange {
  readonly file: string;
}

/** The document. */
export function verifyDocument(
  directory: string,
  exchanges: readonly VerifiedFile[],
  assumptions: readonly Assumption[],
): SandboxVerifyDocument {
  const operations = new Set(exchanges.map(({ operationId }) => operationId));
  const items = [...operations].map((operationId) =>
    operationItem(
      operationId,
      exchanges.filter((each) => each.operationId === operationId),
    ),
  );
  const count = (outcome: VerifiedExchange['outcome']): number =>
    exchanges.filter((each) => each.outcome === outcome).length;
  return {
    kind: 'sandbox-verify',
    schemaVersion: 1,
    directory,
    items,
    assumptions: assumptions.flatMap(({ id, operation, note }) => {
      const verdict = items.find((item) => nameOf(item) === operation)?.verdict;
      return verdict === undefined || verdict === 'not-compared'
        ? []
        : [{ id, note, verdict: verdict === 'agrees' ? 'supported' : 'in-question' } as const];
    }),
    summary: {
      exchanges: exchanges.length,
      agree: count('agrees'),
      differ: count('differs'),
      notCompared: count('not-compared'),
    },
  };
}

function nameOf({ provider, operation }: VerifiedOperation): string {
  return `${provider} ${operation}`;
}

function operationItem(
  operationId: string | undefined,
  exchanges: readonly VerifiedFile[],
): VerifiedOperation {
  const [provider, operation] = operationId?.split(' ') ?? [];
  const agree = exchanges.filter(({ outcome }) => outcome === 'agrees').length;
  const differ = exchanges.filter(({ outcome }) => outcome === 'differs').length;
  return {
    provider: provider ?? null,
    operation: operation ?? null,
    verdict: differ > 0 ? 'differs' : agree > 0 ? 'agrees' : 'not-compared',
    exchanges: exchanges.length,
    agree,
    differ,
    differences: differencesOf(exchanges),
    notCompared: reasonsOf(exchanges),
    worldValues: exchanges.reduce((sum, { ofTheWorld }) => sum + ofTheWorld, 0),
  };
}

/** Each difference once, with the files that show it. */
function differencesOf(exchanges: readonly VerifiedFile[]): VerifiedOperation['differences'] {
  const found = new Map<string, VerifiedOperation['differences'][number]>();
  for (const { file, differences } of exchanges) {
    for (const difference of differences) {
      const key = `${difference.kind} ${difference.at}`;
      const known = found.get(key) ?? { ...difference, files: [] };
      found.set(key, { ...known, files: [...new Set([...known.files, file])] });
    }
  }
  return [...found.values()];
}

function reasonsOf(exchanges: readonly VerifiedFile[]): VerifiedOperation['notCompared'] {
  const skipped = exchanges.filter(({ outcome }) => outcome === 'not-compared');
  const reasons = new Set(skipped.map(({ reason }) => reason ?? ''));
  return [...reasons].map((reason) => ({
    reason,
    files: skipped.filter((each) => (each.reason ?? '') === reason).map(({ file }) => file),
  }));
}
