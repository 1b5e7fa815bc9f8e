// The first gate file of somebody: rules that hold now and `protected`, and as comments those that are missed.

import { countOf } from '../../domain/backup-policy/kept-days.js';
import { RETENTION_KINDS } from '../../domain/backup-policy/policy.js';
import { PLAIN_RULES, type Demand, type LeastRetention } from '../../domain/gate/demand.js';
import type { GateFacts } from '../../domain/gate/facts.js';
import { judge } from '../../domain/gate/judge.js';
import { valueOf } from '../../domain/fact.js';
import { ADE_RETIREMENT } from '../../domain/retirement/deadline.js';
import type { GateInitItem } from './init.result.js';

/** A rule that the file may have. */
interface Candidate {
  readonly demand: Demand;
  /** As the file has it. */
  readonly text: string;
}

const DAILY = 26 * 3600;

/** Points take a list for each machine, of which Azure allows few an hour: that is not begun unasked. */
const ON_POINTS: readonly Candidate[] = [
  { demand: { rule: 'last-point-clean' }, text: 'last-point-clean: true' },
  {
    demand: { rule: 'no-points-after-retirement', deadline: ADE_RETIREMENT },
    text: 'no-points-after-retirement: true',
  },
];

/** The rules that the machines are judged by. */
function candidates(machines: readonly GateFacts[]): readonly Candidate[] {
  const plain = PLAIN_RULES.map((rule): Candidate => ({ demand: { rule }, text: `${rule}: true` }));
  const names = [
    ...new Set(machines.flatMap(({ backup }) => valueOf(backup)?.policyName ?? [])),
  ].toSorted();
  const keep = leastRetention(machines);
  const terms = Object.entries(keep).map(([kind, count]) => `${kind}=${count}`);
  return [
    ...plain,
    { demand: { rule: 'last-point-max-age', seconds: DAILY }, text: 'last-point-max-age: 26h' },
    { demand: { rule: 'immutability', locked: false }, text: 'immutability: true' },
    ...(names.length === 0
      ? []
      : [
          {
            demand: { rule: 'policy', names },
            text: `policy: [${names.map((name) => JSON.stringify(name)).join(', ')}]`,
          } as const,
        ]),
    ...(terms.length === 0
      ? []
      : [
          {
            demand: { rule: 'retention-at-least', keep },
            text: `retention-at-least: ${terms.join(',')}`,
          } as const,
        ]),
  ];
}

/** What has to be read of machines to judge the rules. */
export const DRAFT: readonly GateInitItem[] = [
  ...candidates([]),
  {
    demand: { rule: 'retention-at-least', keep: {} },
    text: 'retention-at-least: daily=1',
  } as const,
].map(({ demand, text }) => ({
  rule: demand.rule,
  outcome: 'active',
  requirement: text,
  missed: 0,
  unknown: 0,
}));

/** What every policy in use keeps at least. */
function leastRetention(machines: readonly GateFacts[]): LeastRetention {
  const policies = machines.flatMap(({ policy }) => valueOf(policy) ?? []);
  const counts = RETENTION_KINDS.flatMap((kind) => {
    const kept = policies.map(({ retention }) => countOf(retention, kind) ?? 0);
    const least = kept.length === 0 ? 0 : Math.min(...kept);
    return least === 0 ? [] : [[kind, least] as const];
  });
  return Object.fromEntries(counts);
}

/** What becomes of each rule. What is missed or unknown is a comment; that machines are protected is demanded anyway. */
export function initItems(machines: readonly GateFacts[]): readonly GateInitItem[] {
  const judged = candidates(machines).map(({ demand, text }): GateInitItem => {
    const verdicts = machines.map((facts) => judge(facts, demand).verdict);
    const missed = verdicts.filter((verdict) => verdict === 'not-met').length;
    const unknown = verdicts.filter((verdict) => verdict === 'unknown').length;
    const holds = missed + unknown === 0 || demand.rule === 'protected';
    const outcome = holds ? 'active' : 'commented';
    return { rule: demand.rule, outcome, requirement: text, missed, unknown };
  });
  return [
    ...judged,
    ...ON_POINTS.map(({ demand, text }): GateInitItem => ({
      rule: demand.rule,
      outcome: 'commented',
      requirement: text,
      missed: 0,
      unknown: 0,
    })),
  ];
}

/**
 * The text of the file.
 * @param select the words that select its machines, by name
 */
export function initText(
  select: Readonly<Record<string, string | boolean>>,
  items: readonly GateInitItem[],
  total: number,
): string {
  const words = Object.entries(select).map(
    ([name, value]) => `      ${name}: ${JSON.stringify(value)}`,
  );
  return [
    '# Rules on backups, for azbackup gate. Rules that are missed now stand as comments, except protected.',
    'version: 1',
    '# Whether what cannot be read is a miss: fail or pass.',
    'unknown: fail',
    'blocks:',
    '  - name: all',
    '    select:',
    ...words,
    '    rules:',
    ...items.flatMap((item) => linesOf(item, total)),
    'waivers: []',
    '',
  ].join('\n');
}

function linesOf(
  { rule, outcome, requirement, missed, unknown }: GateInitItem,
  total: number,
): string[] {
  const counts = [
    ...(missed === 0 ? [] : [`missed by ${missed}`]),
    ...(unknown === 0 ? [] : [`unknown for ${unknown}`]),
  ];
  const note = ON_POINTS.some(({ demand }) => demand.rule === rule)
    ? 'lists the recovery points of each VM, of which Azure allows few reads an hour'
    : counts.length === 0
      ? undefined
      : `${counts.join(' and ')} of ${total} VMs`;
  const line = outcome === 'active' ? requirement : `# ${requirement}`;
  return [...(note === undefined ? [] : [`      # ${note}`]), `      ${line}`];
}
