// The result of a gate as JUnit XML: a suite for each machine, a case for each demand on it.

import { XMLBuilder } from 'fast-xml-parser';
import { parseResourceId } from '../../../domain/resource-id.js';
import type { GateDemand, GateDocument, GateItem } from '../result.js';
import { reasonOf, safeText } from './safe-text.js';

/** What a runner counts. */
type CaseKind = 'passed' | 'failure' | 'error' | 'skipped';

/** The text of the file. */
export function formatJunit(document: GateDocument): string {
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    suppressEmptyNode: true,
    format: true,
  });
  const results = document.items.flatMap((item) => item.results);
  const text: string = builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'azbackup gate',
      ...countsOf(document, results),
      testsuite: document.items.map((item) => suiteOf(document, item)),
    },
  });
  return text.endsWith('\n') ? text : `${text}\n`;
}

function countsOf(
  document: GateDocument,
  results: readonly GateDemand[],
): Readonly<Record<string, number>> {
  const kinds = results.map((demand) => kindOf(document, demand));
  const count = (kind: CaseKind): number => kinds.filter((each) => each === kind).length;
  return {
    '@tests': results.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
  };
}

/** A miss that is known, and what the file lets pass, do not fail a run. */
function kindOf({ unknown }: GateDocument, { outcome, known }: GateDemand): CaseKind {
  switch (outcome) {
    case 'met':
      return 'passed';
    case 'not-met':
      return known ? 'skipped' : 'failure';
    case 'unknown':
      return unknown === 'fail' ? 'error' : 'skipped';
    case 'waived':
    case 'not-applicable':
      return 'skipped';
  }
}

function suiteOf(document: GateDocument, { vm, results }: GateItem): object {
  const group = parseResourceId(vm.id)?.resourceGroup;
  const name = safeText(group === undefined ? vm.name : `${group}/${vm.name}`);
  const isTwice = (rule: string): boolean =>
    results.filter((demand) => demand.rule === rule).length > 1;
  return {
    '@name': name,
    ...countsOf(document, results),
    properties: { property: { '@name': 'id', '@value': safeText(vm.id) } },
    testcase: results.map((demand) => ({
      '@classname': name,
      '@name': isTwice(demand.rule) ? `${demand.rule} (${safeText(demand.block)})` : demand.rule,
      '@file': safeText(document.file),
      '@line': demand.line,
      ...endingOf(document, demand),
    })),
  };
}

function endingOf(document: GateDocument, demand: GateDemand): object {
  const kind = kindOf(document, demand);
  const message = reasonOf(demand);
  switch (kind) {
    case 'passed':
      return {};
    case 'skipped':
      return { skipped: { '@message': skippedWords(demand, message) } };
    case 'failure':
    case 'error':
      return {
        [kind]: {
          '@message': message,
          '@type': demand.outcome,
          '#text': safeText(`${demand.requirement} (${document.file}:${demand.line})`),
        },
      };
  }
}

function skippedWords({ outcome, known, waiver }: GateDemand, message: string): string {
  if (outcome === 'waived') {
    return `waived until ${waiver?.expires.slice(0, 10) ?? ''}: ${safeText(waiver?.reason ?? '')}; ${message}`;
  }
  return known ? `known: ${message}` : message;
}
