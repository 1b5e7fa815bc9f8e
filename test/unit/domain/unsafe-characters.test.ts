import { describe, expect, it } from 'vitest';
import { jsonWithoutUnsafe, withoutUnsafe } from '../../../src/domain/unsafe-characters.js';
import { createIo } from '../../../src/output/io.js';
import { runCli } from '../../support/run-cli.js';

const UNSAFE = ['\u001B[2J', '\u0007', '\u009B31m', '\u202Egnp', '\u2066', '\u200F', '\u007F'];

/** Whether a terminal would obey anything in the text. */
function obeyed(text: string): boolean {
  return UNSAFE.some((each) => text.includes(each.charAt(0)));
}

describe('a text', () => {
  it.each(UNSAFE)('loses %j, and nothing else', (unsafe) => {
    expect(obeyed(withoutUnsafe(`VM${unsafe}001`))).toBe(false);
    expect(withoutUnsafe('Büro\t日本\r\nRG')).toBe('Büro\t日本\r\nRG');
  });

  it.each(UNSAFE)('of JSON loses %j also as an escape', (unsafe) => {
    const escaped = `{"name":"VM\\u${unsafe.charCodeAt(0).toString(16).padStart(4, '0')}"}`;
    expect(JSON.parse(jsonWithoutUnsafe(escaped))).toEqual({ name: 'VM\uFFFD' });
  });

  it('of JSON keeps what only looks like an escape', () => {
    const text = String.raw`{"path":"C:\\u001b","line":"a\nb","quote":"\""}`;
    expect(jsonWithoutUnsafe(text)).toBe(text);
  });
});

describe('a terminal', () => {
  it('gets colors and the lines that are drawn again, and nothing else to obey', () => {
    const written: string[] = [];
    const stream = {
      write: (text: string) => written.push(text),
      on: () => undefined,
      isTTY: true,
    };
    const io = createIo({ stdout: stream, stderr: stream, stdin: {}, env: {}, noColor: false });
    io.writeOut('\u001B[31mred\u001B[0m\r\u001B[2Kx\u001B]0;title\u0007\u202E');
    expect(written.join('')).toBe('\u001B[31mred\u001B[0m\r\u001B[2Kx\uFFFD]0;title\uFFFD\uFFFD');
  });

  it.each([
    ['an argument', ['preflight', '--vm', 'VM\u001B[2J']],
    ['a name that turns direction', ['status', '--vm', 'VM\u202E100']],
  ])('never gets them from %s', async (_what, argv) => {
    const { code, stdout, stderr } = await runCli(argv, { tty: { out: true, err: true } });
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).not.toContain('\u001B[2J');
    expect(`${stdout}${stderr}`).not.toContain('\u202E');
  });

  it('never gets them from Azure', async () => {
    const { code, stdout } = await runCli(['vault', 'list'], {
      tty: { out: true },
      around: async (_request, answer) => {
        const response = await answer();
        const text = (await response.text()).replaceAll(
          'japaneast',
          String.raw`west\u001b[1A\u202e`,
        );
        return new Response(text, { status: response.status, headers: response.headers });
      },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('west\uFFFD[1A');
    expect(stdout).not.toContain('\u001B[1A');
    expect(stdout).not.toContain('\u202E');
  });
});

describe('the cloud', () => {
  it('is looked at beside --sandbox too', async () => {
    const { code, stderr } = await runCli(['vault', 'list', '--cloud', 'NoSuchCloud']);
    expect({ code, named: stderr.includes('NoSuchCloud') }).toEqual({ code: 2, named: true });
  });
});
