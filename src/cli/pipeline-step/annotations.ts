// What is wrong, as the few marks that a run shows at its top: each miss of a gate at its line of the gate file, each item
// that did not succeed, and the error that a command ended with.

import { safeText } from '../../commands/results/reports/safe-text.js';
import type { AnyDocument } from '../../commands/results/result-document.js';
import { withoutUnsafe } from '../../domain/unsafe-characters.js';
import type { ErrorEnvelope } from '../../errors/error-envelope.js';
import type { Annotation } from './runner.js';
import { knownParts } from './step-outputs.js';

/** GitHub shows ten of each level for a step. */
const MAX_ANNOTATIONS = 10;

/** The marks, at most ten; the last one counts those left out. */
export async function annotationsOf(
  document: AnyDocument | undefined,
  error: ErrorEnvelope | undefined,
): Promise<readonly Annotation[]> {
  const all = [
    ...(error === undefined ? [] : [ofError(error)]),
    ...(document === undefined ? [] : await ofDocument(document)),
  ];
  if (all.length <= MAX_ANNOTATIONS) {
    return all.map((each) => asText(each));
  }
  const shown = all.slice(0, MAX_ANNOTATIONS - 1).map((each) => asText(each));
  const message = `${all.length - shown.length} more are in the result`;
  return [...shown, { level: 'error', title: 'azbackup', message }];
}

/** Titles and messages have names of others in them. */
function asText({ title, message, ...rest }: Annotation): Annotation {
  return { ...rest, title: safeText(title), message: withoutUnsafe(message) };
}

function ofError({ code, message, cause, fix }: ErrorEnvelope): Annotation {
  return {
    level: 'error',
    title: code,
    message: [message, ...(cause === null ? [] : [cause]), ...triesOf(fix)].join('\n'),
  };
}

function triesOf(fix: readonly string[]): readonly string[] {
  return fix.length === 0 ? [] : [`try: ${fix.join('\n')}`];
}

async function ofDocument(document: AnyDocument): Promise<readonly Annotation[]> {
  return document.kind === 'gate'
    ? ofGate(document)
    : knownParts(document).items.flatMap(({ vm, error }): readonly Annotation[] =>
        error === undefined || error === null
          ? []
          : [
              {
                level: 'error',
                title: vm === undefined ? error.code : `${vm.name}: ${error.code}`,
                message: [error.message, ...error.causes, ...triesOf(error.fix)].join('\n'),
              },
            ],
      );
}

async function ofGate(document: AnyDocument): Promise<readonly Annotation[]> {
  const [{ gateDocumentSchema }, { needsAttention }, { reasonOf }] = await Promise.all([
    import('../../commands/gate/result.js'),
    import('../../commands/gate/words.js'),
    import('../../commands/gate/formats/demand-reason.js'),
  ]);
  const { file, items, unknown } = gateDocumentSchema.parse(document);
  return items.flatMap(({ vm, results }) =>
    results
      .filter((demand) => needsAttention(demand))
      .map((demand): Annotation => {
        const fails = demand.outcome === 'not-met' ? !demand.known : unknown === 'fail';
        return {
          level: fails ? 'error' : 'warning',
          title: `${demand.rule}: ${vm.name}`,
          message: reasonOf(demand),
          place: { file, line: demand.line, column: demand.column },
        };
      }),
  );
}
