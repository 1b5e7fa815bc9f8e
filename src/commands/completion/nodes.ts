// What can be completed where: the tree of commands as a list, one node for each command and noun.

import { CHECK_IDS } from '../../preflight/check-ids.js';
import { fullName, type CommandDefinition } from '../command.js';
import { NOUN_ALIASES, NOUNS, TOPIC_SUMMARIES } from '../nouns.js';
import { GLOBAL_OPTIONS } from '../options/global-options.js';
import { optionUsages, type OptionUsage } from '../options/option.js';

/** What can stand as a value. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** From the file that earlier runs have written. */
  | { readonly kind: 'names'; readonly of: 'machines' | 'vaults' }
  | { readonly kind: 'files' }
  /** Something that nobody can guess. */
  | { readonly kind: 'free' };

/** A word with what it means. */
export interface Word {
  readonly word: string;
  readonly description: string;
}

/** An option under all of its names; a flag has no value. */
export interface CompletedOption {
  readonly names: readonly string[];
  readonly description: string;
  readonly value?: Value;
}

/** A command or noun, by the words that lead to it. */
export interface CompletionNode {
  readonly path: string;
  readonly words: readonly Word[];
  /** Besides those that can stand anywhere. */
  readonly options: readonly CompletedOption[];
  readonly argument?: Value;
}

const PLACEHOLDER = /[<[](?<name>[a-z-]+)[\]>]/u;

/** Options that can stand anywhere: how, in which form, where to. */
export const SHARED_OPTIONS: readonly CompletedOption[] = [
  ...GLOBAL_OPTIONS.filter(({ group }) => group !== 'What').map((option) => completed(option)),
  { names: ['-h', '--help'], description: 'show help' },
];

const VERSION: CompletedOption = { names: ['-V', '--version'], description: 'print the version' };

/** The nodes of all commands; the first is the program itself, whose path is empty. */
export function completionNodes(
  definitions: readonly CommandDefinition[],
): readonly CompletionNode[] {
  const nouns = [...new Set(definitions.flatMap(({ parent }) => nounsOf(parent)))];
  const root: CompletionNode = {
    path: '',
    words: [...wordsUnder('', definitions), { word: 'help', description: 'show help' }],
    options: [
      ...GLOBAL_OPTIONS.filter(({ group }) => group === 'What').map((option) => completed(option)),
      VERSION,
    ],
  };
  const help: CompletionNode = {
    path: 'help',
    words: [],
    options: [],
    argument: { kind: 'words', words: helpWords(root) },
  };
  const isCommand = (path: string): boolean =>
    definitions.some((definition) => fullName(definition) === path);
  const ofNouns = nouns
    .filter((path) => !isCommand(path))
    .map((path) => ({
      path,
      words: wordsUnder(path, definitions),
      options: [],
    }));
  const ofCommands = definitions.flatMap((definition) =>
    commandNodes(definition, wordsUnder(fullName(definition), definitions)),
  );
  return [root, help, ...[...ofNouns, ...ofCommands].flatMap((node) => withAlias(node))];
}

/** Topics and first words of commands. */
function helpWords({ words }: CompletionNode): readonly string[] {
  return [...new Set([...Object.keys(TOPIC_SUMMARIES), ...words.map(({ word }) => word)])];
}

/** `sandbox clock` stands under `sandbox`. */
function nounsOf(parent: string | undefined): readonly string[] {
  const words = parent?.split(' ') ?? [];
  return words.map((_, index) => words.slice(0, index + 1).join(' '));
}

function wordsUnder(path: string, definitions: readonly CommandDefinition[]): readonly Word[] {
  const words = new Map<string, string>();
  for (const definition of definitions) {
    const name = fullName(definition);
    const rest = path === '' ? name : name.startsWith(`${path} `) && name.slice(path.length + 1);
    const [word, ...below] = rest === false ? [] : rest.split(' ');
    if (word !== undefined && !words.has(word)) {
      const noun = NOUNS[path === '' ? word : `${path} ${word}`];
      words.set(word, below.length === 0 ? definition.summary : (noun ?? ''));
    }
  }
  return [...words].map(([word, description]) => ({ word, description }));
}

/** @param words what may stand beneath it */
function commandNodes(
  definition: CommandDefinition,
  words: readonly Word[],
): readonly CompletionNode[] {
  const taken: readonly string[] = definition.globalOptions;
  const options = [
    ...optionUsages(definition.options),
    ...GLOBAL_OPTIONS.filter(({ key, group }) => group === 'What' && taken.includes(key)),
  ];
  const argument = argumentOf(definition);
  const node: CompletionNode = {
    path: fullName(definition),
    words,
    options: options.map((option) => completed(option)),
    ...(argument === undefined ? {} : { argument }),
  };
  return [node, ...(definition.aliases ?? []).map((path) => ({ ...node, path }))];
}

function argumentOf({ arguments: taken, parent, name }: CommandDefinition): Value | undefined {
  const [first] = Object.values(taken);
  if (first === undefined) {
    return undefined;
  }
  if (first.choices !== undefined) {
    return { kind: 'words', words: first.choices };
  }
  return parent === 'vault' && name === 'show' ? { kind: 'names', of: 'vaults' } : { kind: 'free' };
}

function withAlias(node: CompletionNode): readonly CompletionNode[] {
  const [noun = '', ...rest] = node.path.split(' ');
  const alias = NOUN_ALIASES[noun];
  return alias === undefined ? [node] : [node, { ...node, path: [alias, ...rest].join(' ') }];
}

function completed({ flags, description, choices }: OptionUsage): CompletedOption {
  const names = flags.match(/(?<![\w-])--?[a-z][a-z-]*/gu) ?? [];
  const placeholder = PLACEHOLDER.exec(flags)?.groups?.['name'];
  // A value that may be left out cannot be told from an argument.
  return placeholder === undefined || flags.includes('[')
    ? { names, description }
    : { names, description, value: valueOf(names, placeholder, choices) };
}

function valueOf(
  names: readonly string[],
  placeholder: string,
  choices: readonly string[] | undefined,
): Value {
  if (choices !== undefined) {
    return { kind: 'words', words: choices };
  }
  if (names.includes('--vm')) {
    return { kind: 'names', of: 'machines' };
  }
  if (names.includes('--vault')) {
    return { kind: 'names', of: 'vaults' };
  }
  if (placeholder === 'check') {
    return { kind: 'words', words: CHECK_IDS };
  }
  return { kind: /^(?:file|folder|dir)$/u.test(placeholder) ? 'files' : 'free' };
}
