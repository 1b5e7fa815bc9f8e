// The result of a gate as JUnit XML: a suite for each machine, a case for each demand on it.

import { parseResourceId } from '../../../domain/resource-id.js';
import { junitXml, type JunitEnding, type JunitSuite } from '../../results/reports/junit-xml.js';
import type { GateDemand, GateDocument, GateItem } from '../result.js';
import { reasonOf } from './demand-reason.js';

/** The text of the file. */
export function formatJunit(document: GateDocument): string {
  return junitXml(
    'azbackup gate',
    document.items.map((item) => suiteOf(document, item)),
  );
}

function suiteOf(document: GateDocument, { vm, results }: GateItem): JunitSuite {
  const group = parseResourceId(vm.id)?.resourceGroup;
  const isTwice = (rule: string): boolean =>
    results.filter((demand) => demand.rule === rule).length > 1;
  return {
    name: group === undefined ? vm.name : `${group}/${vm.name}`,
    properties: { id: vm.id },
    cases: results.map((demand) => ({
      name: isTwice(demand.rule) ? `${demand.rule} (${demand.block})` : demand.rule,
      place: { file: document.file, line: demand.line },
      ending: endingOf(document, demand),
    })),
  };
}

/** A miss that is known, and what the file lets pass, do not fail a run. */
function kindOf({ unknown }: GateDocument, { outcome, known }: GateDemand): JunitEnding['kind'] {
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

function endingOf(document: GateDocument, demand: GateDemand): JunitEnding {
  const kind = kindOf(document, demand);
  const message = reasonOf(demand);
  switch (kind) {
    case 'passed':
      return { kind };
    case 'skipped':
      return { kind, message: skippedWords(demand, message) };
    case 'failure':
    case 'error': {
      const text = `${demand.requirement} (${document.file}:${demand.line})`;
      return { kind, message, type: demand.outcome, text };
    }
  }
}

function skippedWords({ outcome, known, waiver }: GateDemand, message: string): string {
  if (outcome === 'waived') {
    return `waived until ${waiver?.expires.slice(0, 10) ?? ''}: ${waiver?.reason ?? ''}; ${message}`;
  }
  return known ? `known: ${message}` : message;
}
