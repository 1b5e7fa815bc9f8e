// What to do next about machines: what is wrong in the same way is one entry, with the commands that go on from there.

import { commandLine } from '../command-line.js';
import { countedVms } from '../fleet/counted-vms.js';
import type { BackupState } from '../gate/facts.js';
import type { KeyHealth } from '../keys/key-health.js';
import { idKey, sameName, type ResourceId } from '../resource-id.js';
import { ADE_RETIREMENT } from '../retirement/deadline.js';
import type { WayOut } from '../retirement/way-out.js';

/** How soon something is to be done. */
export const URGENCIES = ['now', 'soon', 'before-retirement'] as const;

/** A machine, or what is left of one. */
export interface NextMachine {
  readonly id: ResourceId;
  readonly name: string;
  /** `failed` where it could not be read. */
  readonly state: BackupState | 'failed';
  readonly machineGone: boolean;
  readonly vaultName: string | null;
  readonly policyName: string | null;
  readonly keyHealth: KeyHealth | null;
  readonly keyAccess: 'granted' | 'lacking' | 'unknown' | null;
  /** Why its last backup failed. */
  readonly lastError: { readonly code: string; readonly fix: readonly string[] } | null;
  /** Days on which a backup was due and left no point. */
  readonly missedDays: number;
  /** Points of the calendar that Azure reports as infected. */
  readonly infectedPoints: number;
  readonly wayOut: WayOut | undefined;
}

/** A change of a policy that keeps points with ADE past the deadline. */
export interface NextPolicy {
  readonly name: string;
  readonly command: string;
  /** The machines that it backs up. */
  readonly machines: readonly Pick<NextMachine, 'id' | 'name'>[];
}

/** What the entries are made of. */
export interface NextQuestion {
  readonly machines: readonly NextMachine[];
  readonly policies: readonly NextPolicy[];
  /** The words of the command line that selected the machines; undefined where they cannot be used again. */
  readonly selection: readonly string[] | undefined;
  /** Days of the calendar. */
  readonly days: number;
  /** The gate file that is missed; undefined where it is met, or there is none. */
  readonly missedGate: { readonly file: string; readonly ids: ReadonlySet<string> } | undefined;
  readonly deadline: string;
}

/** An entry. */
export interface NextEntry {
  /** What is wrong, in a sentence. */
  readonly problem: string;
  readonly urgency: (typeof URGENCIES)[number];
  readonly vms: readonly Pick<NextMachine, 'id' | 'name'>[];
  /** What to run, in this order. */
  readonly commands: readonly string[];
}

/** What to do next, the most urgent first. */
export function nextEntries(question: NextQuestion): readonly NextEntry[] {
  const words = wordsFor(question);
  const entries = [
    ...RULES.flatMap((rule) => entriesOf(rule, question, words)),
    ...gateEntries(question),
    ...policyEntries(question),
  ];
  return URGENCIES.flatMap((urgency) => entries.filter((entry) => entry.urgency === urgency));
}

/** Makes the words of a command that name some of the machines. */
type WordsFor = (
  machines: readonly NextMachine[],
  criterion: readonly string[],
) => readonly string[];

/** What may be wrong with machines. */
interface NextRule {
  readonly urgency: NextEntry['urgency'];
  /** Under which word it is wrong with a machine; undefined where it is not. */
  readonly groupOf: (machine: NextMachine) => string | undefined;
  readonly problem: (vms: string, group: string, isOne: boolean) => string;
  readonly commands: (
    machines: readonly NextMachine[],
    group: string,
    words: WordsFor,
    question: NextQuestion,
  ) => readonly string[];
}

const BACKED_UP: ReadonlySet<string> = new Set(['protected', 'waiting-for-first-backup', 'error']);

function hasLostKeys({ keyHealth }: NextMachine): boolean {
  return keyHealth === 'gone' || keyHealth === 'disabled';
}

function lacksGrant(machine: NextMachine): boolean {
  return machine.keyAccess === 'lacking' && BACKED_UP.has(machine.state) && !hasLostKeys(machine);
}

/** With this many machines a command names them; with more it has the words that selected them, and a criterion. */
const NAMED = 5;

const PROTECTED_ADE = ['--encryption', 'ade', '--protected', 'yes'];

function eachNamed(
  machines: readonly NextMachine[],
  words: WordsFor,
  ...command: readonly string[]
): readonly string[] {
  return machines
    .slice(0, NAMED)
    .map((machine) => commandLine('azbackup', ...command, ...words([machine], [])));
}

const RULES: readonly NextRule[] = [
  {
    urgency: 'now',
    groupOf: (machine) => (hasLostKeys(machine) ? (machine.keyHealth ?? undefined) : undefined),
    problem: (vms, group) => `A key or secret that the disks of ${vms} use is ${group}.`,
    commands: (machines, _group, words) => {
      const backedUp = machines.filter(({ vaultName }) => vaultName !== null);
      return [
        commandLine('azbackup', 'preflight', ...words(machines, ['--encryption', 'ade'])),
        ...(backedUp.length === 0
          ? []
          : [commandLine('azbackup', 'audit-keys', ...words(backedUp, ['--encryption', 'ade']))]),
      ];
    },
  },
  {
    urgency: 'now',
    groupOf: ({ infectedPoints }) => (infectedPoints > 0 ? 'infected' : undefined),
    problem: (vms) => `Azure reports recovery points of ${vms} as infected.`,
    commands: (machines, _group, words) => [
      ...eachNamed(machines, words, 'recovery-points', 'list'),
      ...eachNamed(machines, words, 'recovery-points', 'show', 'latest-clean'),
    ],
  },
  {
    urgency: 'now',
    groupOf: (machine) => (lacksGrant(machine) ? 'grant' : undefined),
    problem: (vms) => `The backup service lacks access to keys or secrets of ${vms}.`,
    commands: (machines, _group, words) =>
      machines.length <= NAMED
        ? [
            commandLine('azbackup', 'grant-access', ...words(machines, [])),
            commandLine('azbackup', 'backup-now', ...words(machines, [])),
          ]
        : [commandLine('azbackup', 'grant-access', ...words(machines, PROTECTED_ADE), '--dry-run')],
  },
  {
    urgency: 'now',
    groupOf: (machine) =>
      machine.state === 'error' && !lacksGrant(machine) && !hasLostKeys(machine)
        ? (machine.lastError?.code ?? 'Unknown')
        : undefined,
    problem: (vms, group, isOne) =>
      `The last backup of ${vms} failed${group === 'Unknown' ? `; why ${isOne ? 'it' : 'they'} failed is not known` : `: ${group}`}.`,
    commands: (machines, _group, words) =>
      machines.length <= NAMED
        ? [...new Set(machines.flatMap(({ lastError }) => ownCommands(lastError?.fix ?? [])))]
        : [commandLine('azbackup', 'status', ...words(machines, ['--protected', 'yes']))],
  },
  {
    urgency: 'now',
    groupOf: ({ state, machineGone }) =>
      state === 'soft-deleted' && !machineGone ? 'soft-deleted' : undefined,
    problem: (vms, _group, isOne) =>
      `The backups of ${vms} are soft-deleted, and will be purged with ${isOne ? 'its' : 'their'} recovery points.`,
    commands: (machines, _group, words) => eachNamed(machines, words, 'undelete'),
  },
  {
    urgency: 'soon',
    groupOf: ({ state }) => (state === 'failed' ? 'failed' : undefined),
    problem: (vms) => `${vms} could not be read.`,
    commands: (machines, _group, words) => [
      commandLine('azbackup', 'status', ...words(machines, [])),
    ],
  },
  {
    urgency: 'soon',
    groupOf: ({ state }) => (state === 'not-protected' ? 'not-protected' : undefined),
    problem: (vms, _group, isOne) => `${vms} ${isOne ? 'is' : 'are'} not protected.`,
    commands: (machines, _group, words) => [
      commandLine('azbackup', 'preflight', ...words(machines, ['--protected', 'no'])),
      commandLine('azbackup', 'enable', ...words(machines, ['--protected', 'no']), '--dry-run'),
    ],
  },
  {
    urgency: 'soon',
    groupOf: ({ state, machineGone }) =>
      (state === 'stopped' || state === 'paused') && !machineGone ? state : undefined,
    problem: (vms, group) => `The backups of ${vms} are ${group}.`,
    commands: (machines, _group, words) => [
      commandLine('azbackup', 'status', ...words(machines, ['--protected', 'stopped'])),
      ...resumeCommands(machines, words),
    ],
  },
  {
    urgency: 'soon',
    groupOf: ({ state }) => (state === 'waiting-for-first-backup' ? state : undefined),
    problem: (vms, _group, isOne) =>
      `${vms} ${isOne ? 'waits for its' : 'wait for their'} first backup.`,
    commands: (machines, _group, words) =>
      machines.length <= NAMED
        ? [commandLine('azbackup', 'backup-now', ...words(machines, []))]
        : [commandLine('azbackup', 'status', ...words(machines, ['--protected', 'yes']))],
  },
  {
    urgency: 'soon',
    groupOf: ({ state, missedDays }) =>
      state === 'protected' && missedDays > 0 ? 'missed' : undefined,
    problem: (vms) => `On some days, scheduled backups of ${vms} left no recovery point.`,
    commands: (machines, _group, words, { days }) =>
      machines.length <= NAMED
        ? [
            commandLine(
              'azbackup',
              'recovery-points',
              'list',
              ...words(machines, []),
              '--calendar',
            ),
            commandLine('azbackup', 'jobs', 'list', ...words(machines, []), '--since', `${days}d`),
          ]
        : [commandLine('azbackup', 'jobs', 'list', '--status', 'failed', '--since', `${days}d`)],
  },
  {
    urgency: 'soon',
    groupOf: ({ state }) => (state === 'machine-gone' ? state : undefined),
    problem: (vms, _group, isOne) =>
      `${vms} ${isOne ? 'is' : 'are'} gone, and ${isOne ? 'its' : 'their'} recovery points are left.`,
    commands: (machines, _group, words) => eachNamed(machines, words, 'recovery-points', 'list'),
  },
  ...(
    [
      ['decrypt-then-upload', 'can leave ADE by decryption and an upload of the disks'],
      ['rebuild', 'must be rebuilt to leave ADE'],
      ['redeploy', 'must be redeployed to leave ADE'],
    ] as const
  ).map(([way, words]): NextRule => ({
    urgency: 'before-retirement',
    groupOf: ({ wayOut }) => (wayOut === way ? way : undefined),
    problem: (vms) => `${vms} ${words}.`,
    commands: (machines, _group, wordsOf, { deadline }) => {
      const meant = wordsOf(machines, ['--encryption', 'ade']);
      const own = deadline === ADE_RETIREMENT ? [] : ['--deadline', deadline];
      return [commandLine('azbackup', 'retirement', 'plan', ...meant, ...own)];
    },
  })),
];

/** Which policy a stopped item had is not known any more: one that is known is tried without change first. */
function resumeCommands(machines: readonly NextMachine[], words: WordsFor): readonly string[] {
  return machines
    .filter(({ policyName }) => policyName !== null)
    .slice(0, NAMED)
    .map((machine) =>
      commandLine(
        'azbackup',
        'resume',
        ...words([machine], []),
        '--policy',
        machine.policyName ?? '',
        '--dry-run',
      ),
    );
}

/** What is a sentence is no command. */
function ownCommands(fix: readonly string[]): readonly string[] {
  return fix.filter((text) => text.startsWith('azbackup '));
}

function entriesOf(rule: NextRule, question: NextQuestion, words: WordsFor): readonly NextEntry[] {
  const groups = new Map<string, NextMachine[]>();
  for (const machine of question.machines) {
    const group = rule.groupOf(machine);
    if (group !== undefined) {
      const members = groups.get(group) ?? [];
      members.push(machine);
      groups.set(group, members);
    }
  }
  const bySize = [...groups].toSorted(([, left], [, right]) => right.length - left.length);
  return bySize.map(([group, machines]) => {
    const [first] = machines;
    const isOne = machines.length === 1;
    const vms = isOne && first !== undefined ? first.name : countedVms(machines.length);
    return {
      problem: rule.problem(vms, group, isOne),
      urgency: rule.urgency,
      vms: machines.map(({ id, name }) => ({ id, name })),
      commands: rule.commands(machines, group, words, question),
    };
  });
}

/** A name that several machines share says too little. */
function wordsFor({ machines, selection }: NextQuestion): WordsFor {
  const isShared = ({ id, name }: NextMachine): boolean =>
    machines.some((other) => other.id !== id && sameName(other.name, name));
  return (meant, criterion) =>
    meant.length <= NAMED || selection === undefined
      ? meant.flatMap((machine) => ['--vm', isShared(machine) ? machine.id : machine.name])
      : [
          ...selection,
          ...pairsOf(criterion)
            .filter(([flag]) => !selection.includes(flag))
            .flat(),
        ];
}

/** An option and its value. */
function pairsOf(words: readonly string[]): readonly (readonly [string, string])[] {
  return words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? ''] as const] : []));
}

function gateEntries({ missedGate, machines }: NextQuestion): readonly NextEntry[] {
  if (missedGate === undefined) {
    return [];
  }
  const { file, ids } = missedGate;
  const vms = machines.filter(({ id }) => ids.has(idKey(id))).map(({ id, name }) => ({ id, name }));
  const problem = `${countedVms(ids.size)} ${ids.size === 1 ? 'misses' : 'miss'} rules of ${file}.`;
  const commands = [commandLine('azbackup', 'gate', '-f', file)];
  return [{ problem, urgency: 'soon', vms, commands }];
}

function policyEntries({ policies, deadline }: NextQuestion): readonly NextEntry[] {
  return policies.map(({ name, command, machines }) => ({
    problem: `Policy ${name} keeps recovery points with ADE past ${deadline.slice(0, 10)}.`,
    urgency: 'before-retirement',
    vms: machines.map((machine) => ({ id: machine.id, name: machine.name })),
    commands: [`${command} --dry-run`],
  }));
}
