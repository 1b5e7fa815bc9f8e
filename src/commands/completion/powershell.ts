// Completion in PowerShell: tables as hashtables, and a script block that finds candidates.

import { SHARED_OPTIONS, type CompletedOption, type CompletionNode, type Value } from './nodes.js';

/** The script. */
export function powershellScript(nodes: readonly CompletionNode[]): string {
  return [
    '# azbackup completion for PowerShell:',
    '# azbackup completion powershell | Out-String | Invoke-Expression',
    "Register-ArgumentCompleter -Native -CommandName 'azbackup' -ScriptBlock {",
    '  param($wordToComplete, $commandAst, $cursorPosition)',
    hashtable(
      'subcommands',
      nodes.map(({ path, words }) => [
        path,
        words.map(({ word, description }) => `${word}:${description}`),
      ]),
    ),
    hashtable(
      'options',
      [...nodes, { path: '*', options: SHARED_OPTIONS }].map(({ path, options }) => [
        path,
        options.flatMap(({ names, description }) => names.map((name) => `${name}:${description}`)),
      ]),
    ),
    hashtable(
      'values',
      [...nodes, { path: '*', options: SHARED_OPTIONS }].flatMap((node) => valueEntries(node)),
    ),
    hashtable(
      'arguments',
      nodes.map(({ path, argument }) => [path, argument === undefined ? [] : wordsOf(argument)]),
    ),
    hashtable(
      'paths',
      nodes.map(({ path }) => [path, ['']]),
    ),
    CANDIDATES,
    '}',
    '',
  ].join('\n');
}

type Entry = readonly [key: string, values: readonly string[]];

/** Case matters: `-v` and `-V` are two options. */
function hashtable(name: string, entries: readonly Entry[]): string {
  const lines = entries
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => `  $${name}[${quoted(key)}] = @(${values.map(quoted).join(', ')})`);
  return [`  $${name} = New-Object System.Collections.Hashtable`, ...lines].join('\n');
}

/** PowerShell takes typographic quotes for the plain one. */
function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201A\u201B]/gu, '$&$&')}'`;
}

function valueEntries({
  path,
  options,
}: {
  readonly path: string;
  readonly options: readonly CompletedOption[];
}): readonly Entry[] {
  return options.flatMap(({ names, value }) =>
    value === undefined
      ? []
      : names.map((name): Entry => [`${path} ${name}`, [...wordsOf(value), '@end']]),
  );
}

function wordsOf(value: Value): readonly string[] {
  switch (value.kind) {
    case 'words':
      return value.words.map((word) => `${word}:`);
    case 'names':
      return [`@${value.of}`];
    case 'files':
    case 'free':
      return [];
  }
}

const CANDIDATES = String.raw`  $at = ''
  $option = ''
  $sandbox = ''
  if (@('1', 'true', 'yes', 'on') -contains $env:AZBACKUP_SANDBOX) { $sandbox = 'sandbox-' }
  $before = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '' -and $before.Count -gt 0) {
    $before = @($before | Select-Object -SkipLast 1)
  }
  foreach ($word in $before) {
    if ($word -like '--sandbox*') { $sandbox = 'sandbox-' }
    $next = "$at $word".Trim()
    if ($option -ne '') { $option = '' }
    elseif ($word -like '--*=*') { continue }
    elseif ($word -like '-*') {
      if ($values.ContainsKey("$at $word")) { $option = "$at $word" }
      elseif ($values.ContainsKey("* $word")) { $option = "* $word" }
    }
    elseif ($paths.ContainsKey($next)) { $at = $next }
  }
  if ($option -ne '') { $found = @($values[$option]) }
  elseif ($wordToComplete -like '-*') { $found = @($options[$at]) + @($options['*']) }
  else { $found = @($subcommands[$at]) + @($arguments[$at]) }
  # Names that earlier runs have seen; Azure is not asked.
  $state = if ($env:XDG_STATE_HOME) { $env:XDG_STATE_HOME } else { Join-Path $HOME '.local/state' }
  $found | Where-Object { $_ } | ForEach-Object {
    if ($_ -eq '@end') { return }
    if ($_ -like '@*') {
      $file = Join-Path $state ('azbackup/completion/' + $sandbox + $_.Substring(1))
      if (Test-Path $file) { Get-Content $file | ForEach-Object { $_ + ':' } }
      return
    }
    $_
  } | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
    $name, $description = $_ -split ':', 2
    if (-not $description) { $description = $name }
    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $description)
  }`;
