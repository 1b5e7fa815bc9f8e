// Everything that can be explained, from the four tables that know it: codes of Azure, codes of azbackup, checks of
// preflight, exit codes.

import { EXIT_CODES, EXIT_MEANINGS, type ExitKind } from '../../errors/exit-code.js';
import { AZURE_EXPLANATIONS } from '../../errors/explanations/azure-explanations.js';
import type { CodeExplanation } from '../../errors/explanations/explanation.js';
import { ERROR_MEANINGS, type ErrorMeaning } from '../../errors/explanations/own-codes.js';
import { findByCode } from '../../errors/suggestions.js';
import { CATALOGUE } from '../../preflight/catalogue.js';
import type { Check, Severity } from '../../preflight/check.js';
import type { ExplainItem } from './result.js';

/** What can be explained: an item that was not asked for yet. */
export type Entry = Omit<ExplainItem, 'code' | 'found' | 'similar'>;

/** Advice by how a command ended; errors themselves say more. */
const BY_EXIT: Readonly<Record<ExitKind, Pick<Entry, 'fix' | 'retry'>>> = {
  done: { fix: ['nothing'], retry: 'no' },
  bug: { fix: ['report it with the output of the same command with --debug'], retry: 'unknown' },
  usage: {
    fix: ['correct the command line or the config file as the error says, then run it again'],
    retry: 'after-fix',
  },
  'not-found': {
    fix: ['check the name, the resource group and the subscription'],
    retry: 'after-fix',
  },
  'not-allowed': {
    fix: ['sign in, or get the permission that the error names', 'azbackup help authentication'],
    retry: 'after-fix',
  },
  blocked: {
    fix: ['do what the findings suggest', 'azbackup preflight --vm {vm}'],
    retry: 'after-fix',
  },
  partial: {
    fix: ['read the outcome of each item, fix what failed, then run the command again'],
    retry: 'after-fix',
  },
  'azure-failed': {
    fix: ["look up Azure's code, which the error shows: azbackup explain CODE"],
    retry: 'after-fix',
  },
  'still-running': { fix: ['azbackup jobs watch --vm {vm}'], retry: 'yes' },
  warnings: { fix: ['read the warnings: azbackup jobs show JOB-ID'], retry: 'no' },
  unavailable: { fix: ['run the command again in a few minutes'], retry: 'yes' },
  'changes-pending': {
    fix: ['run the command without --dry-run to make the changes'],
    retry: 'no',
  },
  unmet: {
    fix: [
      'fix what is missed, or add a waiver with a reason and an end to the gate file',
      'for a drill: azbackup drill show ID',
    ],
    retry: 'after-fix',
  },
  unwritten: {
    fix: ['free the disk or the pipe; what the command did is not undone'],
    retry: 'after-fix',
  },
  interrupted: { fix: ['run the command again: it takes up what is under way'], retry: 'yes' },
  terminated: { fix: ['run the command again: it takes up what is under way'], retry: 'yes' },
};

const EMPTY = { names: [], codeConfirmed: true, likelyCause: null, prove: [] } as const;

/** All entries, in the order of `--all`. */
export function allEntries(): readonly Entry[] {
  return [
    ...AZURE_EXPLANATIONS.map((explanation) => azureEntry(explanation)),
    ...Object.entries(ERROR_MEANINGS).map(([code, meaning]) => ownEntry(code, meaning)),
    ...CATALOGUE.map((check) => checkEntry(check)),
    ...exitEntries(),
  ];
}

/** The entry of a name, whatever its spelling; undefined where there is none. */
export function entryOf(entries: readonly Entry[], name: string): Entry | undefined {
  return findByCode(entries, name, ({ names }) => names);
}

function azureEntry(explanation: CodeExplanation): Entry {
  const {
    codes,
    standing,
    meaning,
    likely = null,
    prove = [],
    fix,
    retry,
    evidence,
    docs,
  } = explanation;
  return {
    outcome: standing === 'name-only' ? 'name-only' : 'explained',
    kind: 'azure',
    names: [...codes],
    codeConfirmed: standing === 'known' || standing === 'general',
    meaning,
    likelyCause: likely,
    prove: [...prove],
    fix: [...fix],
    retry,
    exitCodes: [],
    evidence: evidence.map((each) => ({ ...each })),
    docs,
  };
}

function ownEntry(code: string, { kinds, meaning, fix: own }: ErrorMeaning): Entry {
  const [first = 'bug'] = kinds;
  const { fix: usual, retry } = BY_EXIT[first];
  return {
    ...EMPTY,
    outcome: 'explained',
    kind: 'azbackup',
    names: [code],
    prove: ['the error itself: its causes, and -o json for all of its fields'],
    meaning,
    fix: [...(own ?? usual)],
    retry,
    exitCodes: kinds.map((kind) => EXIT_CODES[kind]),
    evidence: [ownPage('docs/error-codes.md')],
    docs: null,
  };
}

function ownPage(source: string): Entry['evidence'][number] {
  return { kind: 'documentation', source: `azbackup, ${source}`, date: null, url: null };
}

const EFFECTS: Readonly<Record<Severity, string>> = {
  block: 'where it fails, commands that change something stop with exit 5',
  warn: 'where it fails, commands warn and go on',
  info: 'where it fails, it is only shown',
};

/** Codes of Azure that a check's source names. */
function codesIn(source: string): readonly string[] {
  const words = source.match(/\b[A-Z][A-Za-z]+\b/gu) ?? [];
  const named = AZURE_EXPLANATIONS.flatMap(({ codes }) => codes);
  return words.filter((word) => named.includes(word));
}

function checkEntry({ id, title, severity, source }: Check): Entry {
  return {
    ...EMPTY,
    outcome: 'explained',
    kind: 'check',
    names: [id],
    prove: [
      'azbackup preflight --vm {vm} -v',
      ...codesIn(source).map((code) => `azbackup explain ${code}`),
    ],
    meaning: `check of preflight: ${title.charAt(0).toLowerCase()}${title.slice(1)}; ${EFFECTS[severity]}`,
    fix: ['azbackup preflight --vm {vm}', `continue in spite of it with --ignore ${id}`],
    retry: 'after-fix',
    exitCodes: severity === 'block' ? [EXIT_CODES.blocked] : [],
    evidence: [{ kind: 'documentation', source, date: null, url: null }, ownPage('docs/checks.md')],
    docs: null,
  };
}

function exitEntries(): readonly Entry[] {
  const meanings = new Map<string, string>(Object.entries(EXIT_MEANINGS));
  return Object.entries(BY_EXIT).map(([kind, { fix, retry }]) => {
    const code = new Map<string, number>(Object.entries(EXIT_CODES)).get(kind) ?? 1;
    return {
      ...EMPTY,
      outcome: 'explained' as const,
      kind: 'exit-code' as const,
      names: [String(code), `exit ${code}`, kind],
      prove: [],
      meaning: `exit code of azbackup: ${meanings.get(kind) ?? kind}`,
      fix,
      retry,
      exitCodes: [code],
      evidence: [ownPage('docs/exit-codes.md')],
      docs: null,
    };
  });
}
