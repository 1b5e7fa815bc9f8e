// The result of a gate as SARIF 2.1.0, by the rules of GitHub's code scanning: the place of a result is the line of the gate
// file with the rule that is missed, the machine is its logical place, and fingerprints have neither times nor counts.

import { GATE_RULES, RULE_TEXTS, type GateRule } from '../../../domain/gate/demand.js';
import type { GateDemand, GateDocument } from '../result.js';
import { needsAttention } from '../words.js';
import { safeText } from '../../results/reports/safe-text.js';
import { reasonOf } from './demand-reason.js';

/** GitHub refuses a run with more. */
const MOST = 25_000;

/** What the file says of the program. */
export interface SarifTool {
  readonly version: string;
  /** How many results there may be. */
  readonly most?: number;
}

/** The text of the file. */
export function formatSarif(document: GateDocument, { version, most = MOST }: SarifTool): string {
  const uri = fileUri(document.file);
  const found = document.items
    .flatMap(({ vm, results }) => results.map((demand) => ({ vm, demand })))
    .filter(({ demand }) => needsAttention(demand))
    .toSorted((left, right) => rankOf(left.demand) - rankOf(right.demand));
  const shown = found.slice(0, most);
  const rules = GATE_RULES.filter((rule) => shown.some(({ demand }) => demand.rule === rule));
  const cut = found.length - shown.length;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'azbackup',
            fullName: 'azbackup gate',
            semanticVersion: version,
            informationUri: 'https://azbackup.example/',
            rules: rules.map((rule) => ruleOf(rule)),
          },
        },
        automationDetails: { id: 'azbackup-gate/' },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            ...(cut === 0 ? {} : { toolExecutionNotifications: [cutOff(cut, most)] }),
          },
        ],
        results: shown.map(({ vm, demand }) => ({
          ruleId: demand.rule,
          ruleIndex: rules.indexOf(demand.rule),
          level: levelOf(document, demand),
          message: { text: sentence(reasonOf(demand)) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri },
                region: {
                  startLine: demand.line,
                  startColumn: demand.column,
                  endColumn: demand.column + demand.rule.length,
                },
              },
              logicalLocations: [
                {
                  name: safeText(vm.name),
                  fullyQualifiedName: safeText(vm.id),
                  kind: 'resource',
                },
              ],
            },
          ],
          partialFingerprints: { primaryLocationLineHash: demand.fingerprint },
          ...(document.baseline === null
            ? {}
            : { baselineState: demand.known ? 'unchanged' : 'new' }),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rankOf({ outcome }: GateDemand): number {
  return outcome === 'not-met' ? 0 : 1;
}

function levelOf({ unknown }: GateDocument, { outcome }: GateDemand): string {
  if (outcome === 'not-met') {
    return 'error';
  }
  return unknown === 'fail' ? 'warning' : 'note';
}

function ruleOf(rule: GateRule): object {
  const { short, full, help } = RULE_TEXTS[rule];
  return {
    id: rule,
    shortDescription: { text: sentence(short) },
    fullDescription: { text: full },
    help: { text: help },
    defaultConfiguration: { level: 'error' },
  };
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function cutOff(count: number, most: number): object {
  const text = `${count} results are left out: GitHub takes ${most} in a run.`;
  return { level: 'warning', message: { text } };
}

/** As a repository has it; an absolute path names the computer's file. */
function fileUri(file: string): string {
  const slashes = safeText(file)
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/u, '');
  const escaped = encodeURI(slashes).replaceAll(/[?#]/gu, (character) =>
    encodeURIComponent(character),
  );
  if (/^[a-z]:\//iu.test(slashes)) {
    return `file:///${escaped}`;
  }
  return slashes.startsWith('/') ? `file://${escaped}` : escaped;
}
