// The completion scripts in real shells: what is offered where.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../../src/commands/catalogue.js';
import { fullName } from '../../../../src/commands/command.js';
import { completionNodes, SHARED_OPTIONS } from '../../../../src/commands/completion/nodes.js';
import { SHELLS, type Shell } from '../../../../src/domain/shells.js';
import { runCli } from '../../../support/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'azbackup-completion-'));
const scriptOf = (shell: Shell): string => path.join(folder, `azbackup.${shell}`);

beforeAll(async () => {
  for (const shell of SHELLS) {
    const { stdout } = await runCli(['completion', shell], { azure: true });
    writeFileSync(scriptOf(shell), stdout);
  }
  const names = path.join(folder, 'azbackup/completion');
  mkdirSync(names, { recursive: true });
  writeFileSync(path.join(names, 'machines'), 'VM001\nvm-prod-2\n');
  writeFileSync(path.join(names, 'vaults'), 'rsv-prod\n');
  writeFileSync(path.join(names, 'sandbox-machines'), 'VM099\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Words before and at the cursor, and what must be offered. */
const CASES: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [['jo'], ['jobs']],
  [
    ['jobs', ''],
    ['list', 'show', 'watch', 'cancel'],
  ],
  [['jobs', 'list', '--sta'], ['--status']],
  [
    ['jobs', 'list', '--vault', 'rsv-prod', '--status', 'c'],
    ['completed', 'completed-with-warnings', 'cancelling', 'cancelled'],
  ],
  [
    ['status', '--vm', ''],
    ['VM001', 'vm-prod-2'],
  ],
  [['status', '--sandbox', '--vm', ''], ['VM099']],
  [['vault', 'show', 'r'], ['rsv-prod']],
  [
    ['-o', 'js'],
    ['json', 'jsonl'],
  ],
  [['enable', '--vm', 'VM001', '--dry'], ['--dry-run']],
  [
    ['rp', ''],
    ['list', 'show'],
  ],
  [['preflight', '--ignore', 'ade.key-c'], ['ade.key-current']],
  [['help', 'exit'], ['exit-codes']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish', 'powershell'],
  ],
  [['sandbox', 'clock', 'a'], ['advance']],
  [['status', '--query', ''], []],
];

function isThere(shell: string): boolean {
  return spawnSync(shell, ['--version']).status === 0;
}

function offeredBy(shell: string, args: readonly string[]): readonly string[] {
  // Without a way to find azbackup: what is offered is offered by the shell itself.
  const env = { PATH: '/usr/bin:/bin', HOME: folder, XDG_STATE_HOME: folder };
  const { stdout, stderr } = spawnSync(shell, args, { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

const BASH =
  'source "$1"; shift; COMP_WORDS=(azbackup "$@"); COMP_CWORD=$#; _azbackup; printf "%s\\n" "${COMPREPLY[@]}"';
// Its completion functions run only in its editor; what they hand over is found by this one.
const ZSH = 'source "$1"; shift; _azbackup_candidates "$@"';
const FISH = 'source $argv[1]; complete -C (string join -- " " azbackup $argv[2..-1])';

describe('completion', () => {
  // Shells that are not installed cannot be asked.
  it.skipIf(!isThere('bash')).each(CASES)('in bash: %j', (words, offered) => {
    const args = ['--norc', '--noprofile', '-c', BASH, 'bash', scriptOf('bash'), ...words];
    expect(offeredBy('bash', args).toSorted()).toEqual(offered.toSorted());
  });

  // As above.
  it.skipIf(!isThere('zsh')).each(CASES)('in zsh: %j', (words, offered) => {
    const candidates = offeredBy('zsh', ['-f', '-c', ZSH, 'zsh', scriptOf('zsh'), ...words]);
    const begun = candidates
      .map((line) => line.replace(/:.*$/u, ''))
      .filter((word) => word.startsWith(words.at(-1) ?? ''));
    expect(begun.toSorted()).toEqual(offered.toSorted());
  });

  // As above.
  it.skipIf(!isThere('fish')).each(CASES)('in fish: %j', (words, offered) => {
    const lines = offeredBy('fish', ['--no-config', '-c', FISH, scriptOf('fish'), ...words]);
    const offers = lines.map((line) => line.replace(/\t.*$/u, ''));
    expect(offers.toSorted()).toEqual(offered.toSorted());
  });

  // As above.
  it.skipIf(!isThere('pwsh')).each(CASES)('in PowerShell: %j', (words, offered) => {
    const line = ['azbackup', ...words].join(' ');
    const script = `. '${scriptOf('powershell')}'; (TabExpansion2 '${line}' ${line.length}).CompletionMatches.CompletionText`;
    const args = ['-NoProfile', '-NonInteractive', '-Command', script];
    expect(offeredBy('pwsh', args).toSorted()).toEqual(offered.toSorted());
  });

  // As above.
  it.skipIf(!isThere('bash'))('in bash: a value behind an equals sign', () => {
    const words = ['status', '--vm', '=', 'V'];
    const args = ['--norc', '--noprofile', '-c', BASH, 'bash', scriptOf('bash'), ...words];
    expect(offeredBy('bash', args)).toEqual(['VM001']);
  });

  // As above.
  it.skipIf(!isThere('bash'))('in bash: a name is text, whatever it holds', () => {
    const file = path.join(folder, 'azbackup/completion/vaults');
    writeFileSync(file, '$(touch pwned)\n`touch pwned`\nrsv-prod\n');
    const args = ['--norc', '--noprofile', '-c', BASH, 'bash', scriptOf('bash'), '--vault', ''];
    expect(offeredBy('bash', args)).toContain('$(touch pwned)');
    writeFileSync(file, 'rsv-prod\n');
  });

  it('has a node for each command, and every option of it', () => {
    const nodes = new Map(completionNodes(COMMANDS).map((node) => [node.path, node]));
    for (const definition of COMMANDS) {
      const node = nodes.get(fullName(definition));
      const names = [...(node?.options ?? []), ...SHARED_OPTIONS].flatMap((option) => option.names);
      for (const { flags } of Object.values(definition.options)) {
        const long = /--[a-z-]+/u.exec(flags)?.[0] ?? '';
        expect(names).toContain(long);
      }
      expect(names).toEqual(expect.arrayContaining(['-o', '--output', '--help', '--sandbox']));
    }
  });

  it('takes no word that a shell would read as more', () => {
    const words = completionNodes(COMMANDS).flatMap((node) => [
      ...node.words.map(({ word }) => word),
      ...node.options.flatMap(({ names, value }) => [
        ...names,
        ...(value?.kind === 'words' ? value.words : []),
      ]),
    ]);
    expect(words.filter((word) => !/^[\w.-]+$/u.test(word))).toEqual([]);
  });
});
