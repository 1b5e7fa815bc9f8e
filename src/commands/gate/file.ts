// Reads a gate file, and says of everything that is wrong with it in which line and column it stands.

import type { z } from 'zod';
import { GATE_RULES, type Demand } from '../../domain/gate/demand.js';
import type { Waiver } from '../../domain/gate/waiver.js';
import { usageError, type AzbackupError } from '../../errors/azbackup-error.js';
import { nearNames } from '../../facts/choose-machines.js';
import { gateFileSchema, LIST_WORDS, type GateSelection } from './file-schema.js';
import { yamlPlaces, type TextPlace, type YamlPlaces } from './yaml-places.js';

/** A demand, and where in the file it stands. */
export interface PlacedDemand extends TextPlace {
  readonly demand: Demand;
  /** The threshold as the file has it. */
  readonly text: string;
}

/** Machines, and what is demanded of them. */
export interface GateBlock extends TextPlace {
  readonly name: string;
  readonly selection: GateSelection;
  readonly demands: readonly PlacedDemand[];
}

/** An exception, and where in the file it stands. */
export type PlacedWaiver = Waiver & TextPlace;

/** A gate file as it was read. */
export interface GateFile {
  /** Whether what could not be found out passes. */
  readonly unknown: 'pass' | 'fail';
  /** Files, or folders, with evidence of drills. */
  readonly drills: readonly string[];
  readonly blocks: readonly GateBlock[];
  readonly waivers: readonly PlacedWaiver[];
}

/**
 * The file.
 * @param name the file's, for messages
 * @throws AzbackupError `AZB_GATE_FILE_INVALID` (2) with each fault and its place
 */
export async function parseGateFile(text: string, name: string): Promise<GateFile> {
  const { LineCounter, parseDocument, visit } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const places = yamlPlaces(document, lines);
  const problems = [...document.errors, ...document.warnings];
  if (problems.length > 0) {
    throw invalid(
      name,
      problems.map(({ message, pos: [offset] }) => {
        const { line, col } = lines.linePos(offset);
        return { message, place: { line, column: col } };
      }),
    );
  }
  // A few of them may stand for more than a computer can hold, and a file of rules has no need of any.
  visit(document, {
    Alias: (_, alias) => {
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
      throw invalid(name, [{ message: 'has an alias', place: { line, column: col } }]);
    },
  });
  const value = withLists(document.toJS());
  const parsed = gateFileSchema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    throw invalid(
      name,
      parsed.error.issues.flatMap((issue) => faultsOf(issue, places)),
    );
  }
  return placed(parsed.data, value, { places, name });
}

/** What is wrong, and where. */
interface Fault {
  readonly message: string;
  readonly place: TextPlace;
}

function invalid(name: string, faults: readonly Fault[]): AzbackupError {
  const sorted = faults.toSorted(
    (left, right) => left.place.line - right.place.line || left.place.column - right.place.column,
  );
  const [first] = sorted;
  const { line, column } = first?.place ?? { line: 1, column: 1 };
  return usageError(
    'AZB_GATE_FILE_INVALID',
    `${name}:${line}:${column} is not valid: ${first?.message ?? 'it could not be read'}`,
    {
      target: name,
      causes: sorted
        .slice(1)
        .map(({ message, place }) => `${name}:${place.line}:${place.column}: ${message}`),
    },
  );
}

function faultsOf(issue: z.core.$ZodIssue, places: YamlPlaces): readonly Fault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      message: unknownKey(key, path),
      place: places.ofKey([...path, key]),
    }));
  }
  const where = path.filter((step) => typeof step === 'string').join('.');
  // Options are named as on a command line; here their names stand without dashes.
  const words = (needsKeys(issue, where) ?? issue.message).replaceAll(/--(?=[a-z])/gu, '');
  const key = String(path.at(-1));
  const message = words.startsWith(`${key} `) || where === '' ? words : `${where}: ${words}`;
  const isMissing = where !== '' && issue.code !== 'custom' && issue.input === undefined;
  return [
    {
      message: isMissing && issue.code === 'invalid_type' ? `${where} is missing` : message,
      place: places.ofValue(path),
    },
  ];
}

/** Where something else stands in the place of keys. */
function needsKeys(issue: z.core.$ZodIssue, where: string): string | undefined {
  const keys = KEYS[where.split('.').at(-1) ?? ''] ?? [];
  return issue.code === 'invalid_type' && issue.expected === 'object'
    ? `needs keys: ${keys.join(', ')}`
    : undefined;
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  '': ['version', 'unknown', 'drills', 'blocks', 'waivers'],
  blocks: ['name', 'select', 'rules'],
  rules: GATE_RULES,
  select: [...LIST_WORDS, 'all', 'graph-query', 'vault'],
  waivers: ['rule', 'scope', 'reason', 'expires'],
};

/** With the keys that it is like. */
function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const above = path.findLast((step) => typeof step === 'string') ?? '';
  const near = nearNames(key, KEYS[above] ?? []);
  const where = path.filter((step) => typeof step === 'string').join('.');
  return `unknown key ${where === '' ? '' : `${where}.`}${key}${near.length === 0 ? '' : `; similar keys: ${near.join(', ')}`}`;
}

/** One word of `select` stands for a list of it. */
function withLists(value: unknown): unknown {
  if (!isObject(value) || !Array.isArray(value['blocks'])) {
    return value;
  }
  const blocks = value['blocks'].map((block: unknown) => {
    if (!isObject(block)) {
      return block;
    }
    const { select, rules } = block;
    return {
      ...block,
      ...(isObject(select) ? { select: listed(select, LIST_WORDS) } : {}),
      ...(isObject(rules) ? { rules: listed(rules, POLICY) } : {}),
    };
  });
  return { ...listed(value, DRILLS), blocks };
}

const DRILLS: ReadonlySet<string> = new Set(['drills']);

const POLICY: ReadonlySet<string> = new Set(['policy']);

function listed(
  words: Readonly<Record<string, unknown>>,
  lists: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      lists.has(key) && typeof value === 'string' ? [value] : value,
    ]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The parsed file with its places; names of blocks tell results apart, so each is there once. */
function placed(
  { unknown, drills, blocks, waivers }: z.output<typeof gateFileSchema>,
  raw: unknown,
  { places, name }: { readonly places: YamlPlaces; readonly name: string },
): GateFile {
  const names = blocks.map((block) => block.name);
  const twice = names.findIndex((each, at) => names.indexOf(each) < at);
  if (twice >= 0) {
    const message = `two blocks are named ${names[twice] ?? ''}`;
    throw invalid(name, [{ message, place: places.ofValue(['blocks', twice, 'name']) }]);
  }
  return {
    unknown,
    drills,
    blocks: blocks.map((block, at) => ({
      name: block.name,
      selection: block.select,
      ...places.ofKey(['blocks', at, 'select']),
      demands: GATE_RULES.flatMap((rule) => {
        const demand = block.rules[rule];
        const path = ['blocks', at, 'rules', rule];
        return demand === undefined
          ? []
          : [{ demand, text: demandText(rule, valueAt(raw, path)), ...places.ofKey(path) }];
      }),
    })),
    waivers: waivers.map((waiver, at) => ({ ...waiver, ...places.ofValue(['waivers', at]) })),
  };
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === 'object' && found !== null && step in found
        ? Object.entries(found).find(([key]) => key === String(step))?.[1]
        : undefined,
    value,
  );
}

function demandText(rule: string, value: unknown): string {
  if (value === true) {
    return rule;
  }
  return `${rule}: ${Array.isArray(value) ? value.join(', ') : String(value)}`;
}
