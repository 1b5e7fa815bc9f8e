// The manual page: fresh, complete, packed, and free of faults where mandoc can be asked.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { COMMANDS } from '../../../src/commands/catalogue.js';
import { fullName } from '../../../src/commands/command.js';
import { GLOBAL_OPTIONS } from '../../../src/commands/options/global-options.js';
import { optionUsages } from '../../../src/commands/options/option.js';
import { TOPIC_SUMMARIES } from '../../../src/commands/nouns.js';
import { renderManPage } from '../../../tools/docs/man-page.js';

const FILE = 'docs/azbackup.1';
const page = readFileSync(FILE, 'utf8');
/** As it is read, not as it is written. */
const text = page.replaceAll(String.raw`\-`, '-');

function hasMandoc(): boolean {
  return spawnSync('mandoc', ['-T', 'lint', '/dev/null']).error === undefined;
}

describe('docs/azbackup.1', () => {
  it('is what npm run docs writes', async () => {
    const isFresh = (await renderManPage()) === page;
    expect(isFresh ? 'up to date' : 'stale: run npm run docs').toBe('up to date');
  });

  it('is packed, and found by man', () => {
    expect(packageJson.man).toBe(FILE);
    expect(packageJson.files).toContain('docs');
  });

  it('has every command with its options, all global options and topics', () => {
    for (const command of COMMANDS) {
      const start = text.indexOf(`.SS azbackup ${fullName(command)}`);
      const section = text.slice(start, text.indexOf('.SS ', start + 1));
      expect(start).toBeGreaterThan(0);
      const flags = optionUsages(command.options).map((option) => option.flags);
      expect(flags.filter((each) => !section.includes(`.B ${each}`))).toEqual([]);
    }
    const flags = GLOBAL_OPTIONS.map((option) => option.flags);
    expect(flags.filter((each) => !text.includes(`.B ${each}`))).toEqual([]);
    const topics = Object.keys(TOPIC_SUMMARIES);
    expect(topics.filter((name) => !text.includes(`azbackup help ${name}`))).toEqual([]);
  });

  // mandoc is no part of this project; where it is installed, it judges the page.
  it.skipIf(!hasMandoc())('has no fault that mandoc knows', () => {
    const { stdout } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', FILE], {
      encoding: 'utf8',
    });
    expect(stdout.split('\n').filter((line) => !line.includes('missing date'))).toEqual(['']);
  });
});
