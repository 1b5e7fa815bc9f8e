// Completion in bash and zsh. Both share the functions that find candidates; what differs is how they are handed over.
// Plain shell, as old as the bash of macOS.

import { SHARED_OPTIONS, type CompletedOption, type CompletionNode, type Value } from './nodes.js';

/** The script for bash. */
export function bashScript(nodes: readonly CompletionNode[]): string {
  return [
    '# azbackup completion for bash. In ~/.bashrc: eval "$(azbackup completion bash)"',
    shared(nodes),
    BASH,
  ].join('\n');
}

/** The script for zsh. */
export function zshScript(nodes: readonly CompletionNode[]): string {
  return [
    '#compdef azbackup',
    '# azbackup completion for zsh. In ~/.zshrc: eval "$(azbackup completion zsh)"',
    shared(nodes),
    ZSH,
  ].join('\n');
}

function shared(nodes: readonly CompletionNode[]): string {
  return [
    table('_azbackup_words', '"$1"', nodes.map(wordsCase)),
    table('_azbackup_options', '"$1"', nodes.map(optionsCase)),
    `_azbackup_shared() { ${optionLines(SHARED_OPTIONS).join('; ')}; }`,
    table(
      '_azbackup_own_value',
      '"$1 $2"',
      nodes.flatMap(valueCases),
      '*) _azbackup_value "$2" ;;',
    ),
    // Fails for an option that takes no value.
    table('_azbackup_value', '"$1"', casesOf('', SHARED_OPTIONS), '*) return 1 ;;'),
    table('_azbackup_argument', '"$1"', nodes.map(argumentCase)),
    table(
      '_azbackup_is_path',
      '"$1"',
      nodes.map(({ path }) => [path, ['return 0']]),
      '*) return 1 ;;',
    ),
    CANDIDATES,
  ].join('\n');
}

/** A pattern and the commands that it leads to. */
type Case = readonly [pattern: string, body: readonly string[]];

function table(name: string, subject: string, cases: readonly Case[], otherwise?: string): string {
  const lines = cases
    .filter(([, body]) => body.length > 0)
    .map(([pattern, body]) => `    ${quoted(pattern)}) ${body.join('; ')} ;;`);
  const all = otherwise === undefined ? lines : [...lines, `    ${otherwise}`];
  return [`${name}() {`, `  case ${subject} in`, ...all, '  esac', '}'].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function printed(words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : [String.raw`printf '%s\n' ` + words.map(quoted).join(' ')];
}

function wordsCase({ path, words }: CompletionNode): Case {
  return [path, printed(words.map(({ word, description }) => `${word}:${description}`))];
}

function optionsCase({ path, options }: CompletionNode): Case {
  return [path, optionLines(options)];
}

function optionLines(options: readonly CompletedOption[]): readonly string[] {
  return printed(
    options.flatMap(({ names, description }) => names.map((name) => `${name}:${description}`)),
  );
}

function valueCases({ path, options }: CompletionNode): readonly Case[] {
  return casesOf(`${path} `, options);
}

function casesOf(before: string, options: readonly CompletedOption[]): readonly Case[] {
  return options.flatMap(({ names, value }) =>
    value === undefined ? [] : names.map((name): Case => [before + name, commandsFor(value)]),
  );
}

function argumentCase({ path, argument }: CompletionNode): Case {
  return [path, argument === undefined || argument.kind === 'free' ? [] : commandsFor(argument)];
}

function commandsFor(value: Value): readonly string[] {
  switch (value.kind) {
    case 'words':
      return printed(value.words.map((word) => `${word}:`));
    case 'names':
      return [`_azbackup_names ${value.of}`];
    case 'files':
      return ["printf '@files\\n'"];
    case 'free':
      return [':'];
  }
}

const CANDIDATES = String.raw`# Names that earlier runs have seen; Azure is not asked.
_azbackup_names() {
  local folder="${'$'}{XDG_STATE_HOME:-$HOME/.local/state}/azbackup/completion" name
  [ -r "$folder/$sandbox$1" ] || return 0
  while IFS= read -r name; do printf '%s:\n' "$name"; done < "$folder/$sandbox$1"
}
# What can stand in the place of the last word, as word:description, or @files.
_azbackup_candidates() {
  local at='' option='' sandbox='' word
  case "${'$'}{AZBACKUP_SANDBOX:-}" in 1 | true | yes | on) sandbox='sandbox-' ;; esac
  while [ "$#" -gt 1 ]; do
    word="$1"
    shift
    case "$word" in --sandbox | --sandbox-dir*) sandbox='sandbox-' ;; esac
    if [ -n "$option" ]; then
      [ "$word" = '=' ] || option=''
    else
      case "$word" in
        --*=*) ;;
        -*) if _azbackup_own_value "$at" "$word" > /dev/null; then option="$word"; fi ;;
        *) if _azbackup_is_path "${'$'}{at:+$at }$word"; then at="${'$'}{at:+$at }$word"; fi ;;
      esac
    fi
  done
  if [ -n "$option" ]; then
    _azbackup_own_value "$at" "$option"
  else
    case "$1" in
      -*)
        _azbackup_options "$at"
        _azbackup_shared
        ;;
      *)
        _azbackup_words "$at"
        _azbackup_argument "$at"
        ;;
    esac
  fi
}`;

const BASH = String.raw`_azbackup() {
  local line file cur="${'$'}{COMP_WORDS[COMP_CWORD]}"
  [ "$cur" = '=' ] && cur=''
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = '@files' ]; then
      compopt -o filenames 2> /dev/null
      while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$cur")
      continue
    fi
    line="${'$'}{line%%:*}"
    case "$line" in "$cur"*) COMPREPLY+=("$line") ;; esac
  done < <(_azbackup_candidates "${'$'}{COMP_WORDS[@]:1:COMP_CWORD-1}" "$cur")
}
complete -F _azbackup azbackup
`;

const ZSH = String.raw`_azbackup() {
  local -a found before
  local line cur="${'$'}{words[CURRENT]}"
  before=("${'$'}{(@)words[2,CURRENT-1]}")
  if [[ "$cur" = --*=* ]]; then
    before+=("${'$'}{cur%%=*}")
    cur="${'$'}{cur#*=}"
    compset -P '*='
  fi
  while IFS= read -r line; do
    if [[ "$line" = '@files' ]]; then
      _files
    else
      found+=("${'$'}{line%:}")
    fi
  done < <(_azbackup_candidates "${'$'}{(@)before}" "$cur")
  (( ${'$'}{#found} )) && _describe azbackup found
}
if [ "${'$'}{funcstack[1]:-}" = '_azbackup' ]; then
  _azbackup "$@"
elif (( ${'$'}{+functions[compdef]} )); then
  compdef _azbackup azbackup
fi
`;
