// Completion in fish: tables as switches, and one function that finds candidates.

import { SHARED_OPTIONS, type CompletedOption, type CompletionNode, type Value } from './nodes.js';

/** The script. */
export function fishScript(nodes: readonly CompletionNode[]): string {
  return [
    '# azbackup completion for fish: azbackup completion fish | source',
    table('__azbackup_words', '"$argv[1]"', nodes.map(wordsCase)),
    table('__azbackup_options', '"$argv[1]"', nodes.map(optionsCase)),
    `function __azbackup_shared\n  ${optionPairs(SHARED_OPTIONS)}\nend`,
    // Fails for an option that takes no value.
    table(
      '__azbackup_value',
      '"$argv[1] $argv[2]"',
      [...nodes.flatMap(valueCases), ...casesOf('* ', SHARED_OPTIONS)],
      'return 1',
    ),
    table('__azbackup_argument', '"$argv[1]"', nodes.map(argumentCase)),
    table(
      '__azbackup_is_path',
      '"$argv[1]"',
      nodes.map(({ path }) => [path, 'return 0']),
      'return 1',
    ),
    CANDIDATES,
  ].join('\n');
}

type Case = readonly [pattern: string, body: string];

function table(name: string, subject: string, cases: readonly Case[], otherwise?: string): string {
  const lines = cases
    .filter(([, body]) => body !== '')
    .flatMap(([pattern, body]) => [`    case ${quoted(pattern)}`, `      ${body}`]);
  const last = otherwise === undefined ? [] : ["    case '*'", `      ${otherwise}`];
  return [`function ${name}`, `  switch ${subject}`, ...lines, ...last, '  end', 'end'].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
}

/** Words and descriptions in turn. */
function pairs(words: readonly (readonly [word: string, description: string])[]): string {
  return words.length === 0
    ? ''
    : String.raw`printf '%s\t%s\n' ` +
        words
          .flat()
          .map((text) => quoted(text))
          .join(' ');
}

function wordsCase({ path, words }: CompletionNode): Case {
  return [path, pairs(words.map(({ word, description }) => [word, description]))];
}

function optionsCase({ path, options }: CompletionNode): Case {
  return [path, optionPairs(options)];
}

function optionPairs(options: readonly CompletedOption[]): string {
  return pairs(
    options.flatMap(({ names, description }) => names.map((name) => [name, description] as const)),
  );
}

function valueCases({ path, options }: CompletionNode): readonly Case[] {
  return casesOf(`${path} `, options);
}

function casesOf(before: string, options: readonly CompletedOption[]): readonly Case[] {
  return options.flatMap(({ names, value }) =>
    value === undefined ? [] : names.map((name): Case => [before + name, commandFor(value)]),
  );
}

function argumentCase({ path, argument }: CompletionNode): Case {
  return [path, argument === undefined || argument.kind === 'free' ? '' : commandFor(argument)];
}

function commandFor(value: Value): string {
  switch (value.kind) {
    case 'words':
      return pairs(value.words.map((word) => [word, '']));
    case 'names':
      return `__azbackup_names ${value.of} $argv[3]`;
    case 'files':
      return '__fish_complete_path (commandline -ct)';
    case 'free':
      return 'true';
  }
}

const CANDIDATES = String.raw`# Names that earlier runs have seen; Azure is not asked.
function __azbackup_names
  set -l state $HOME/.local/state
  test -n "$XDG_STATE_HOME"; and set state $XDG_STATE_HOME
  set -l file $state/azbackup/completion/$argv[2]$argv[1]
  test -r $file; and cat $file
end
function __azbackup_candidates
  set -l at ''
  set -l option ''
  set -l sandbox ''
  contains -- "$AZBACKUP_SANDBOX" 1 true yes on; and set sandbox sandbox-
  set -l before (commandline -opc)
  for word in $before[2..-1]
    string match -q -- '--sandbox*' $word; and set sandbox sandbox-
    if test -n "$option"
      set option ''
    else if string match -q -- '--*=*' $word
      continue
    else if string match -q -- '-*' $word
      __azbackup_value "$at" $word $sandbox > /dev/null; and set option $word
    else if __azbackup_is_path (string trim -- "$at $word")
      set at (string trim -- "$at $word")
    end
  end
  set -l current (commandline -ct)
  if test -n "$option"
    __azbackup_value "$at" $option $sandbox
  else if string match -q -- '--*=*' $current
    set -l name (string split -m 1 = -- $current)[1]
    for line in (__azbackup_value "$at" $name $sandbox)
      echo $name=$line
    end
  else if string match -q -- '-*' $current
    __azbackup_options "$at"
    __azbackup_shared
  else
    __azbackup_words "$at"
    __azbackup_argument "$at" '' $sandbox
  end
end
complete -c azbackup -e
complete -c azbackup -f -a '(__azbackup_candidates)'
`;
