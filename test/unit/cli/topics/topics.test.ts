// The help topics: that they are complete, fit a terminal of 80 columns, and suggest what works.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../../../src/cli/program.js';
import { TOPICS } from '../../../../src/cli/topics/catalogue.js';
import { topicText } from '../../../../src/cli/topics/show-topic.js';
import { EXIT_CODES } from '../../../../src/errors/exit-code.js';
import { runCli } from '../../../support/run-cli.js';
import { shellWords } from '../../../support/shell-blocks.js';

const NAMES = Object.keys(TOPICS);

/** Variables that the source reads or names. */
function variablesOfSource(): readonly string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('sandbox') && !name.includes('topics'),
  );
  const read = files.flatMap((name) => {
    const source = readFileSync(path.join('src', name), 'utf8');
    return (
      source.match(/(?<=env(?:ironment)?\[')[A-Z][A-Z_]+(?='\])|(?<=')AZURE_[A-Z_]+(?=')/gu) ?? []
    );
  });
  return [...new Set(read)];
}

describe('azbackup help', () => {
  it.each(NAMES)('%s shows the topic, in 80 columns of ASCII', async (name) => {
    const { code, stdout, stderr, exchanges } = await runCli(['help', name], { azure: true });
    expect({ code, stderr, exchanges }).toEqual({ code: 0, stderr: '', exchanges: [] });
    const lines = stdout.split('\n');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.length > 80 && !line.includes('azbackup '))).toEqual([]);
    expect(stdout).toMatch(/^[\n -~]+$/u);
  });

  it.each(NAMES)('%s names commands that exist', async (name) => {
    const text = await topicText(name);
    const commands = text.match(/^ {2}azbackup .*$/gmu) ?? [];
    for (const command of commands.filter((line) => !line.includes('--help'))) {
      let called = false;
      const program = buildProgram('0.0.0', { writeOut: () => undefined }, () => {
        called = true;
      });
      const [, ...args] = shellWords(command.replace(/ < .*$/u, '').trim());
      program.parse(args, { from: 'user' });
      expect(called ? 'exists' : command).toBe('exists');
    }
  });

  it('environment has every variable that the source reads', async () => {
    const text = await topicText('environment');
    const variables = variablesOfSource();
    expect(variables).toEqual(expect.arrayContaining(['TERM', 'AZURE_CLIENT_SECRET']));
    expect(variables.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('exit-codes has every exit code', async () => {
    const text = await topicText('exit-codes');
    const codes = [...text.matchAll(/^ {2}(\d+) /gmu)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(EXIT_CODES));
  });

  it.each([
    ['policy update', 'azbackup policy update'],
    ['rp list', 'azbackup recovery-points list'],
    ['sandbox clock', 'azbackup sandbox clock'],
    ['enable', 'azbackup enable'],
  ])('%s shows the help of the command', async (words, usage) => {
    const { code, stdout } = await runCli(['help', ...words.split(' ')]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: ${usage}`);
  });

  it('names topics and commands where there is no such one', async () => {
    const { code, stderr } = await runCli(['help', 'enviroment']);
    expect(code).toBe(2);
    expect(stderr).toContain('no command or help topic named enviroment');
    expect(stderr).toContain('topics: environment, exit-codes');
  });

  it('lists the topics', async () => {
    const { stdout } = await runCli(['help']);
    expect(NAMES.filter((name) => !stdout.includes(`help ${name}`))).toEqual([]);
  });
});
