// The command definitions, what is made of them, and where settings come from.
import { chmodSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/commands/catalogue.js';
import { fullName, type CommandDefinition } from '../../../src/commands/command.js';
import {
  attributeName,
  environmentName,
  GLOBAL_OPTIONS,
  longName,
  type GlobalOption,
} from '../../../src/commands/options/global-options.js';
import { optionUsages } from '../../../src/commands/options/option.js';
import { readConfigFiles } from '../../../src/cli/config-file.js';
import { AzbackupError, type AzbackupErrorFields } from '../../../src/errors/azbackup-error.js';
import { EXIT_CODES } from '../../../src/errors/exit-code.js';
import { formatCommandHelp } from '../../../src/cli/help.js';
import { buildProgram, type Invocation } from '../../../src/cli/program.js';
import { environmentSettings, mergeSettings, type Settings } from '../../../src/cli/settings.js';
import { runCli } from '../../support/run-cli.js';
import { shellWords } from '../../support/shell-blocks.js';

const DEFINITIONS: readonly CommandDefinition[] = COMMANDS;
const named = DEFINITIONS.map((definition) => ({ command: fullName(definition), definition }));

/** The command that arguments name; throws commander's error when they do not fit. */
function parse(args: readonly string[]): Pick<Invocation, 'definition' | 'given'> | undefined {
  let invocation: Pick<Invocation, 'definition' | 'given'> | undefined;
  const silent = { writeOut: () => undefined, writeErr: () => undefined };
  const program = buildProgram('0.0.0', silent, (called) => {
    invocation = called;
  });
  program.parse([...args], { from: 'user' });
  return invocation;
}

describe.each(named)('the definition of $command', ({ command, definition }) => {
  it('has three examples of itself, whose options exist', () => {
    expect(definition.examples.length).toBeGreaterThanOrEqual(3);
    for (const example of definition.examples) {
      // An example may be fed to a shell: what is inside is the command.
      const own = /azbackup [^)|<]*/u.exec(example.command)?.[0] ?? '';
      const [program, ...args] = shellWords(own.trim());
      expect(program).toBe('azbackup');
      expect(parse(args)?.definition).toBe(definition);
      expect(example.description).toMatch(/^\S.*[^.]$/u);
    }
  });

  it('takes global options only, each once', () => {
    const keys = GLOBAL_OPTIONS.map(({ key }) => key);
    expect(keys).toEqual(expect.arrayContaining([...definition.globalOptions]));
    expect(new Set(definition.globalOptions).size).toBe(definition.globalOptions.length);
  });

  it('can end well, and lists each ending once', () => {
    expect(definition.exits).toContain('done');
    expect(new Set(definition.exits).size).toBe(definition.exits.length);
    expect(definition.exits).not.toContain('usage');
    expect(definition.exits).not.toContain('bug');
  });

  it('has a summary and descriptions without a full stop, and options that no global one hides', () => {
    expect(definition.summary).toMatch(/^[A-Z].*[^.]$/u);
    const globals = GLOBAL_OPTIONS.map(({ flags }) => longName(flags));
    for (const option of optionUsages(definition.options)) {
      expect(option.description).toMatch(/^\S.*[^.]$/u);
      expect(globals).not.toContain(longName(option.flags));
    }
  });

  it('points to commands that exist', () => {
    const known = named.map((each) => each.command);
    expect(definition.related.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining([...definition.related]));
    expect(definition.related).not.toContain(command);
  });

  it('has each option under the key by which commander keeps its value', () => {
    for (const [key, option] of Object.entries(definition.options)) {
      const keys = optionUsages({ [key]: option }).map(({ flags }) =>
        attributeName(longName(flags).replace(/^no-/u, '')),
      );
      expect(new Set(keys)).toEqual(new Set([key]));
    }
  });

  it('parses each option and argument that it declares, and no others', async () => {
    const keys = [...Object.keys(definition.arguments), ...Object.keys(definition.options)];
    const given = Object.fromEntries([...keys, 'surplus'].map((key) => [key, undefined]));
    const error: unknown = await definition.withOptions(given, {}).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const { message, causes = [] } = error instanceof AzbackupError ? error.fields : {};
    expect([message, ...causes]).toContain('Unrecognized key: "surplus"');
  });

  it('shows in its help every option, and its own endings alone', async () => {
    const help = formatCommandHelp(definition);
    const changes = definition.globalOptions.includes('dryRun');
    expect(help.includes('--yes')).toBe(changes);
    for (const option of optionUsages(definition.options)) {
      expect(help).toContain(option.flags);
    }
    const [, status = ''] = /\nExit status\n([\s\S]*?)\n\n/u.exec(help) ?? [];
    const shown = [...status.matchAll(/^ {2}(\d+) /gmu)].map(([, code]) => Number(code));
    const kinds = [...definition.exits, 'usage' as const, 'bug' as const];
    expect(shown).toEqual(kinds.map((kind) => EXIT_CODES[kind]).toSorted((a, b) => a - b));
    const { code, stdout } = await runCli([...command.split(' '), '--help'], { azure: true });
    expect({ code, stdout }).toEqual({ code: 0, stdout: help });
  });
});

describe('a long help', () => {
  const definition = DEFINITIONS.find(({ name }) => name === 'enable');

  it('leaves out what every command has, unless all is asked for', async () => {
    const folded = await runCli(['enable', '--help'], { azure: true });
    expect(folded.stdout).toContain('azbackup enable --help --all');
    expect(folded.stdout).not.toContain('--no-color');
    expect(folded.stdout).toContain('--detailed-exitcode');
    const whole = await runCli(['enable', '--help', '--all'], { azure: true });
    expect(whole.stdout).toContain('--no-color');
    expect(definition === undefined ? '' : formatCommandHelp(definition, { all: true })).toBe(
      whole.stdout,
    );
  });
});

describe('the commands', () => {
  it('have names and aliases of their own', () => {
    const words = DEFINITIONS.flatMap((definition) => [
      fullName(definition),
      ...(definition.aliases ?? []),
    ]);
    expect(new Set(words).size).toBe(words.length);
  });

  it('answer to their aliases', () => {
    for (const definition of DEFINITIONS) {
      for (const alias of definition.aliases ?? []) {
        expect(parse([alias])?.definition).toBe(definition);
      }
    }
  });

  it('are all in the overview', async () => {
    const { stdout } = await runCli(['--help'], { azure: true });
    for (const { command, definition } of named) {
      expect(stdout).toContain(command);
      expect(stdout.replaceAll(/\s+/gu, ' ')).toContain(definition.summary);
    }
  });

  it('keep a repeated option whole and the order in which it was given', () => {
    expect(parse(['preflight', '--vm', 'b', '--vm', 'a'])?.given['vm']).toEqual(['b', 'a']);
  });

  it('take a global option before and after their name', () => {
    expect(parse(['--vault', 'rsv', 'preflight'])?.given['vault']).toBe('rsv');
    expect(parse(['preflight', '--vault', 'rsv'])?.given['vault']).toBe('rsv');
  });

  it.each([
    ['enable VM001', 'azbackup enable --vm VM001'],
    ['check VM001 VM002', 'azbackup preflight --vm VM001 --vm VM002'],
    ['enable -n VM001 --grant', 'azbackup enable --vm VM001 --grant'],
    ['--vm VM001 enable', 'azbackup enable --vm VM001'],
    ['vault show --vault rsv-prod', 'azbackup vault show rsv-prod'],
  ])('are offered as they are taken here: %s', async (line, command) => {
    const { code, stderr } = await runCli([...line.split(' '), '-o', 'json'], { azure: true });
    expect(code).toBe(EXIT_CODES.usage);
    const { fix } = JSON.parse(stderr);
    expect(fix[0]).toBe(`${command} -o json`);
    expect(fix[1]).toMatch(/^azbackup (?:\w\S* )+--help$/u);
    expect(parse(fix[0].split(' ').slice(1))).toBeDefined();
  });

  it('have no other line where none works', async () => {
    const { stderr } = await runCli(['status', 'a', '--frob', '-o', 'json'], { azure: true });
    expect(JSON.parse(stderr).fix).toEqual(['azbackup status --help']);
  });

  it('say beside --yes what it does not confirm', async () => {
    const { stdout } = await runCli(['disable', '--help'], { azure: true });
    expect(stdout.replaceAll(/\s+/gu, ' ')).toMatch(
      /--yes do not ask for confirmation; deleting data still needs --confirm NAME,/u,
    );
  });

  it('group what restores under Restore', async () => {
    const { stdout } = await runCli(['--help'], { azure: true });
    expect(stdout).toMatch(/\nRestore\n +restore +.*\n +restore-keys/u);
  });

  it.each([
    ['enabel', 'Did you mean enable?'],
    ['status --maxage 1h', 'Did you mean --max-age?'],
    ['status surplus', 'too many arguments'],
    ['status --max-concurrency 0', '--max-concurrency needs a whole number from 1 to 128'],
    ['status --max-concurrency many', '--max-concurrency needs a whole number from 1 to 128'],
    ['enable --role owner', 'Allowed choices are custom, built-in, administrator'],
  ])('say what is wrong with: %s', async (line, words) => {
    const { code, stdout, stderr } = await runCli(line.split(' '), { azure: true });
    expect({ code, stdout }).toEqual({ code: EXIT_CODES.usage, stdout: '' });
    expect(stderr.replaceAll(/\s+/gu, ' ')).toContain(words);
  });
});

/** Two values of each global option that differ and that its setting takes. */
const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  cloud: ['AzureUSGovernment', 'AzureChinaCloud'],
  auth: ['azure-cli', 'environment'],
  output: ['json', 'yaml'],
  progress: ['plain', 'none'],
  'max-concurrency': ['4', '12'],
};

function textsOf({ name, type }: GlobalOption): readonly [string, string] {
  return type === 'flag' ? ['true', 'false'] : (VALUES[name] ?? ['one', 'other']);
}

function valueOf({ type }: GlobalOption, text: string): string | number | boolean {
  if (type === 'text') {
    return text;
  }
  return type === 'flag' ? text === 'true' : Number(text);
}

/** A setting by its attribute name. */
function setting(settings: Settings, { name }: GlobalOption): unknown {
  return Object.entries(settings).find(([key]) => key === attributeName(name))?.[1];
}

describe('settings', () => {
  it('are kept by the keys by which commander keeps options', () => {
    expect(GLOBAL_OPTIONS.map(({ key }) => key)).toEqual(
      GLOBAL_OPTIONS.map(({ name }) => attributeName(name)),
    );
  });

  it('has descriptions without a full stop, and flags that no other option has', () => {
    const flags = GLOBAL_OPTIONS.flatMap((option) => option.flags.match(/-{1,2}[a-z-]+/gu) ?? []);
    expect(new Set(flags).size).toBe(flags.length);
    for (const { description } of GLOBAL_OPTIONS) {
      expect(description).toMatch(/^\S.*[^.]$/u);
    }
  });

  it.each(GLOBAL_OPTIONS)('$name comes from its variable', (option) => {
    const [text] = textsOf(option);
    const source = environmentSettings({ [environmentName(option.name)]: text });
    expect(setting(mergeSettings([source]), option)).toBe(valueOf(option, text));
  });

  it.each(GLOBAL_OPTIONS)('$name: a stronger source outweighs a weaker', (option) => {
    const [strong, weak] = textsOf(option).map((text) => valueOf(option, text));
    const key = attributeName(option.name);
    const merged = mergeSettings([
      { name: 'command line', values: { [key]: strong } },
      { name: 'environment', values: { [key]: weak } },
    ]);
    expect(setting(merged, option)).toBe(strong);
  });

  it.each(['1', 'TRUE', 'yes', 'on'])('a flag variable may say %s', (word) => {
    expect(environmentSettings({ AZBACKUP_QUIET: word }).values).toEqual({ quiet: true });
  });

  it.each(['0', 'False', 'no', 'off', ''])('or, against a file, "%s"', (word) => {
    expect(environmentSettings({ AZBACKUP_QUIET: word }).values).toEqual({ quiet: false });
  });

  it('an empty variable of an option with a value gives none', () => {
    expect(environmentSettings({ AZBACKUP_VAULT: '' }).values).toEqual({});
  });

  it('a flag variable may say nothing else', () => {
    expect(() => environmentSettings({ AZBACKUP_QUIET: 'maybe' })).toThrow(
      'AZBACKUP_QUIET must be true or false, not maybe',
    );
  });

  it('names the setting and the source of a bad value', () => {
    const source = environmentSettings({ AZBACKUP_OUTPUT: 'xml' });
    expect(fieldsOf(() => mergeSettings([source]))).toMatchObject({
      code: 'AZB_SETTING_INVALID',
      kind: 'usage',
      causes: ['AZBACKUP_OUTPUT: it must be one of table, json, jsonl, yaml, tsv, none, not xml'],
    });
    const file = { name: '/x/config.yaml', values: { maxConcurrency: 0 } };
    expect(fieldsOf(() => mergeSettings([file]))).toMatchObject({
      causes: [expect.stringMatching(/^max-concurrency \(\/x\/config\.yaml\): .* from 1 to 128$/u)],
    });
  });

  it('a sandbox folder or principal implies the sandbox', () => {
    for (const values of [{ sandboxDir: '/tmp/x' }, { sandboxAs: 'viewer' }]) {
      expect(mergeSettings([{ name: 'command line', values }]).sandbox).toBe(true);
    }
  });
});

function fieldsOf(act: () => unknown): AzbackupErrorFields | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof AzbackupError ? error.fields : undefined;
  }
  return undefined;
}

describe('config files', () => {
  let cwd = '';
  let homeDirectory = '';
  beforeEach(() => {
    cwd = mkdtempSync(path.join(tmpdir(), 'azbackup-config-'));
    homeDirectory = path.join(cwd, 'home');
    mkdirSync(path.join(homeDirectory, '.config', 'azbackup'), { recursive: true, mode: 0o700 });
  });
  afterEach(() => rmSync(cwd, { recursive: true }));

  const write = (name: string, text: string): string => {
    const file = path.join(cwd, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const USER_FILE = 'home/.config/azbackup/config.yaml';
  const read = (explicit?: string, env: Readonly<Record<string, string>> = {}) =>
    readConfigFiles({ cwd, env, homeDirectory, explicit, userId: process.getuid?.() });

  it('rank: command line, environment, the file named, the project, the user, the default', async () => {
    const sources: readonly (readonly [string | undefined, () => unknown])[] = [
      [undefined, () => undefined],
      ['user', () => write(USER_FILE, 'vault: user')],
      ['project', () => write('.azbackup.yaml', 'vault: project')],
      ['named', () => write('named.json', '{"vault": "named"}')],
    ];
    for (const [expected, add] of sources) {
      add();
      const files = await read(expected === 'named' ? 'named.json' : undefined);
      expect(mergeSettings(files).vault).toBe(expected);
    }
    const files = await read('named.json');
    const environment = environmentSettings({ AZBACKUP_VAULT: 'environment' });
    expect(mergeSettings([environment, ...files]).vault).toBe('environment');
    const flags = { name: 'command line', values: { vault: 'flag' } };
    expect(mergeSettings([flags, environment, ...files]).vault).toBe('flag');
  });

  it('are read from XDG_CONFIG_HOME when that is set', async () => {
    mkdirSync(path.join(cwd, 'xdg', 'azbackup'), { recursive: true });
    write('xdg/azbackup/config.json', '{"vault": "rsv-xdg"}');
    write(USER_FILE, 'vault: rsv-home');
    const files = await read(undefined, { XDG_CONFIG_HOME: path.join(cwd, 'xdg') });
    expect(mergeSettings(files).vault).toBe('rsv-xdg');
  });

  it.each(GLOBAL_OPTIONS.filter(({ name }) => name !== 'config'))(
    'may hold $name under that name',
    async (option) => {
      const [text] = textsOf(option);
      write(USER_FILE, `${option.name}: ${text}\n`);
      expect(setting(mergeSettings(await read()), option)).toBe(valueOf(option, text));
    },
  );

  it('may be empty', async () => {
    write('.azbackup.yaml', '');
    expect(await read()).toMatchObject([{ values: {} }]);
  });

  it.each([
    [
      'a key that there is not',
      'vualt: rsv-prod',
      'AZB_CONFIG_INVALID',
      'unknown key vualt; similar keys: vault',
    ],
    ['a value of the wrong type', 'quiet: "yes please"', 'AZB_CONFIG_INVALID', 'quiet'],
    ['text that is no YAML', 'a: [', 'AZB_CONFIG_INVALID', ''],
    ['the option that names it', 'config: other.yaml', 'AZB_CONFIG_INVALID', 'config'],
  ])('with %s are refused by name', async (_, text, code, cause) => {
    const file = write('.azbackup.yaml', text);
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AzbackupError);
    expect(error).toMatchObject({ fields: { code, kind: 'usage', target: file } });
    expect(error instanceof AzbackupError ? error.fields.causes?.join() : '').toContain(cause);
  });

  it.each([
    ['cloud', './cloud.json'],
    ['auth', 'azure-cli'],
    ['yes', 'true'],
    ['dry-run', 'false'],
    ['sandbox-as', 'viewer'],
    ['sandbox-dir', '/etc'],
    ['record', '/etc'],
  ])('of a project do not set %s', async (name, text) => {
    const file = write('.azbackup.yaml', `vault: rsv-prod\n${name}: ${text}\n`);
    const error: unknown = await read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fields: { code: 'AZB_CONFIG_FORBIDDEN', target: file } });
    expect(String(error)).toContain(`may not set ${name}`);
    // Named by the user, the same file is the user's choice.
    expect(await read('.azbackup.yaml')).toHaveLength(1);
  });

  it('of a project may keep its users from changes', async () => {
    write('.azbackup.yaml', 'dry-run: true\n');
    expect(mergeSettings(await read()).dryRun).toBe(true);
  });

  it.each([
    ['the file', USER_FILE, 0o664],
    ['its folder', path.dirname(USER_FILE), 0o777],
  ])(
    'of the user decide nothing about credentials when others may change %s',
    async (_, at, mode) => {
      write(USER_FILE, 'vault: rsv-prod\n');
      chmodSync(path.join(cwd, at), mode);
      expect(mergeSettings(await read()).vault).toBe('rsv-prod');
      write(USER_FILE, 'cloud: ./cloud.json\n');
      await expect(read()).rejects.toMatchObject({
        fields: { code: 'AZB_CONFIG_FORBIDDEN', fix: [`chmod go-w ${path.join(cwd, at)}`] },
      });
    },
  );

  it('of a project send nothing anywhere', async () => {
    write('.azbackup.yaml', 'cloud: ./cloud.json\n');
    const { code, exchanges, stderr } = await runCli(['status'], { cwd });
    expect({ code, exchanges }).toEqual({ code: 2, exchanges: [] });
    expect(stderr).toContain('cloud');
  });

  it('that are named must exist, and must be files', async () => {
    await expect(read('missing.yaml')).rejects.toMatchObject({
      fields: { code: 'AZB_CONFIG_UNREADABLE', kind: 'usage' },
    });
    await expect(read('home')).rejects.toMatchObject({
      fields: { code: 'AZB_CONFIG_UNREADABLE', target: path.join(cwd, 'home') },
    });
  });

  it('count for a command, and their errors take the form asked for', async () => {
    write('.azbackup.yaml', 'output: json\n');
    const good = await runCli(['sandbox', 'show'], { cwd });
    expect(good.json()).toMatchObject({ kind: 'sandbox-show' });
    write('.azbackup.yaml', 'nonsense: 1\n');
    const bad = await runCli(['sandbox', 'show', '-o', 'json'], { cwd });
    expect({ code: bad.code, stdout: bad.stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(bad.stderr)).toMatchObject({ code: 'AZB_CONFIG_INVALID' });
  });
});
