// Names that are kept for completion: when, which, and where.
import { describe, expect, it } from 'vitest';
import { memoryFiles, runCli } from '../../support/run-cli.js';
import { rememberNames } from '../../../src/cli/completion/remember-names.js';

const STATUS = ['status', '--vm', 'VM005'];

describe('names of machines and vaults', () => {
  it('are not kept where nobody has asked for completion', async () => {
    const nameFiles = memoryFiles();
    await runCli(STATUS, { nameFiles });
    expect(await nameFiles.names()).toEqual([]);
  });

  it('are kept once it was asked for, those of the sandbox apart', async () => {
    const nameFiles = memoryFiles();
    await runCli(['completion', 'bash'], { nameFiles });
    const { exchanges } = await runCli(STATUS, { nameFiles });
    expect(await nameFiles.read('sandbox-machines')).toBe('VM005\n');
    expect(await nameFiles.read('sandbox-vaults')).toBe('rsv-prod\n');
    expect(await nameFiles.read('machines')).toBe('');
    const without = await runCli(STATUS);
    expect(exchanges.length).toBe(without.exchanges.length);
  });

  it('are kept newest first, each once, and only if they are plain', async () => {
    const files = memoryFiles();
    await files.write('machines', 'old\nVM001\n');
    const items = ['VM001', 'VM002', '$(id)', '-rf', 'a b'].map((name) => ({ vm: { name } }));
    await rememberNames({ files, sandbox: false }, { items });
    expect(await files.read('machines')).toBe('VM001\nVM002\nold\n');
  });

  it('fail no command that cannot keep them', async () => {
    const broken = { ...memoryFiles(), names: () => Promise.reject(new Error('read-only')) };
    expect((await runCli(STATUS, { nameFiles: broken })).code).toBe(0);
  });
});
