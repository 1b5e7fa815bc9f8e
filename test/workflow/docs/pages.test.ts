// The pages under docs/ against what they were generated from.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfigFiles } from '../../../src/cli/config-file.js';
import { EXIT_CODES, EXIT_MEANINGS } from '../../../src/errors/exit-code.js';
import { documentSchemas } from '../../../tools/docs/document-schemas.js';
import { parseCustomCloud } from '../../../src/services/arm/clouds.js';
import { evidenceSchemaText } from '../../../tools/docs/evidence-schema.js';
import { fillParts } from '../../../tools/docs/generated-parts.js';
import { DOCUMENT_EXAMPLES, documentExample } from '../../../tools/docs/json-output-parts.js';
import { table } from '../../../tools/docs/markdown.js';
import { PAGES, renderPage } from '../../../tools/docs/pages.js';
import { renderRecordedRun } from '../../../tools/docs/recorded-run.js';
import { shellWords } from '../../support/shell-blocks.js';

const SCHEMAS = await documentSchemas();

const read = (name: string): Promise<string> => readFile(name, 'utf8');

describe('docs/', () => {
  it.each(Object.keys(PAGES))('%s is what npm run docs writes', async (name) => {
    const written = await read(path.join('docs', name));
    const isFresh = (await renderPage(name, written)) === written;
    expect(isFresh ? 'up to date' : 'stale: run npm run docs').toBe('up to date');
  });

  it.each(DOCUMENT_EXAMPLES)('the example of $kind fits its schema', async (example) => {
    const parsed = SCHEMAS.get(example.kind)?.safeParse(await documentExample(example));
    expect(parsed).toMatchObject({ success: true });
  });

  it('shows an example of each kind of document', () => {
    expect(DOCUMENT_EXAMPLES.map(({ kind }) => kind).toSorted()).toEqual(
      [...SCHEMAS.keys()].toSorted(),
    );
  });

  it('describes a cloud that is one', async () => {
    const [, text = ''] = /```json\n([\s\S]*?)```/u.exec(await read('docs/configuration.md')) ?? [];
    expect(parseCustomCloud(text, 'the example')).toMatchObject({
      armScope: 'https://management.local.contoso.example/.default',
    });
  });

  it('shows a config file that can be read', async () => {
    const [, text = ''] = /```yaml\n([\s\S]*?)```/u.exec(await read('docs/configuration.md')) ?? [];
    const cwd = await mkdtemp(path.join(tmpdir(), 'azbackup-docs-'));
    await writeFile(path.join(cwd, '.azbackup.yaml'), text);
    const places = { cwd, env: {}, homeDirectory: cwd, explicit: undefined };
    expect(await readConfigFiles(places)).toMatchObject([
      { values: { resourceGroup: 'rg-prod', vault: 'rsv-prod' } },
    ]);
    await rm(cwd, { recursive: true });
  });

  it('links to files that exist and to headings that are there', async () => {
    const names = [
      'README.md',
      'README.ja.md',
      ...(await readdir('docs')).map((name) => path.join('docs', name)),
    ];
    const broken: string[] = [];
    for (const name of names.filter((each) => each.endsWith('.md'))) {
      for (const [, target = ''] of (await read(name)).matchAll(/\]\((?!https?:)([^)\s]+)\)/gu)) {
        const [file = '', anchor] = target.split('#');
        const linked = file === '' ? name : path.join(path.dirname(name), file);
        const text = await read(linked).catch(() => undefined);
        if (text === undefined || (anchor !== undefined && !anchorsOf(text).includes(anchor))) {
          broken.push(`${name}: ${target}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it('have a picture of the first run, as it is', async () => {
    const isFresh = (await renderRecordedRun()) === (await read('docs/first-run.svg'));
    expect(isFresh ? 'up to date' : 'stale: run npm run docs').toBe('up to date');
  });

  it('have the JSON Schema of evidence as it is', async () => {
    const written = await read('docs/schemas/drill-evidence.schema.json');
    const isFresh = (await evidenceSchemaText()) === written;
    expect(isFresh ? 'up to date' : 'stale: run npm run docs').toBe('up to date');
  });

  it.each(['README.md', 'README.ja.md'])(
    'and %s give each command with quotes for PowerShell, too',
    async (name) => {
      const text = await read(name);
      const blocks = (language: string): readonly string[] =>
        [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gmu'))].map(
          ([, body = '']) => body,
        );
      const quoted = blocks('sh').filter((body) => /["']/u.test(body));
      expect(quoted.length).toBeGreaterThan(0);
      expect(blocks('powershell').map((body) => shellWords(body))).toEqual(
        quoted.map((body) => shellWords(body)),
      );
    },
  );

  it('and README.md say the same of every exit code', async () => {
    const readme = await read('README.md');
    const rows = [...readme.matchAll(/^\| (\d+) +\| (.*?) +\|$/gmu)].map(([, code, meaning]) => ({
      code: Number(code),
      meaning: meaning?.replaceAll('`', ''),
    }));
    const codes = Object.entries(EXIT_CODES)
      .map(([kind, code]) => ({
        code,
        meaning: Object.entries(EXIT_MEANINGS).find(([each]) => each === kind)?.[1],
      }))
      .filter(({ code }) => code < 128);
    expect(rows).toEqual(codes);
    expect(readme).toMatch(/^\| 130, 143 +\|/mu);
  });
});

function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('fillParts', () => {
  const page = 'a\n<!-- generated: one -->\nold\n<!-- end of generated -->\nb';

  it('replaces what stands between the markers and nothing else', async () => {
    expect(await fillParts(page, { one: () => 'new' })).toBe(
      'a\n<!-- generated: one -->\n\nnew\n\n<!-- end of generated -->\nb',
    );
  });

  it('refuses a marker without a part, and a part without a marker', async () => {
    await expect(fillParts(page, {})).rejects.toThrow('nothing generates the part one');
    await expect(fillParts(page, { one: () => '', two: () => '' })).rejects.toThrow(
      'no marker for the generated part two',
    );
  });
});

describe('table', () => {
  it('keeps cells whole', () => {
    expect(table(['a'], [['`x | <y>` and <z>\nend']])).toBe(
      [
        '| a |',
        '| --- |',
        String.raw`| \`x \| <y>\` and \<z> end |`.replaceAll(String.raw`\``, '`'),
      ].join('\n'),
    );
  });
});
