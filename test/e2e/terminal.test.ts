// The built program in a pseudo-terminal: live progress, questions, Ctrl-C.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanPlace, explained, runBin } from '../support/process/bin.js';
import { HANGING_STATUS, sandboxFolder } from '../support/sandbox-folder.js';
import { startInTerminal } from '../support/process/terminal.js';

const place = cleanPlace();
afterAll(() => place.remove());

const ESCAPE = '\u001B';
const ERASE_LINE = `\r${ESCAPE}[2K`;
const CTRL_C = '\u0003';
/** Begins bold, dim or coloured text. */
const STYLED = new RegExp(`${ESCAPE}\\[\\d+m`, 'u');

describe('enable --grant', () => {
  it('previews the changes, what runs, and what became of it', async () => {
    const folder = sandboxFolder(place.directory, 'live');
    const args = ['enable', '--vm', 'VM001', '--grant', '--sandbox-dir', folder];
    const session = startInTerminal(place, args);
    await session.shows(/Plan: 3 changes/u);
    await session.shows(/protecting VM001 … \d:\d\d/u);
    expect(explained(await session.ended, 0, session.screen())).toBe(0);
    expect(session.written()).toContain(ERASE_LINE);
    expect(session.written()).toMatch(STYLED);
    const screen = session.screen();
    expect(screen).toMatch(/^created +role assignment on kv-prod-rbac/mu);
    expect(screen).toMatch(/^protected +VM001/mu);
    expect(screen).toContain('VM001 is protected by rsv-prod.');
    // What was drawn over is gone.
    expect(screen).not.toMatch(/^\w.*… \d/mu);
  });

  it('without colour when NO_COLOR says so', async () => {
    const args = ['preflight', '--vm', 'VM008', '--sandbox'];
    const session = startInTerminal(place, args, { NO_COLOR: '1' });
    expect(await session.ended).toBe(5);
    expect(session.screen()).toContain('ade.key-current');
    expect(session.written()).not.toMatch(STYLED);
  });
});

describe('Ctrl-C', () => {
  it('while Azure works ends with 130 and says what goes on and how to look again', async () => {
    const folder = sandboxFolder(place.directory, 'stopped', HANGING_STATUS);
    const session = startInTerminal(place, ['enable', '--vm', 'VM003', '--sandbox-dir', folder]);
    await session.shows(/protecting VM003 … \d:\d\d +\(operation/u);
    session.type(CTRL_C);
    expect(explained(await session.ended, 130, session.screen())).toBe(130);
    expect(session.screen()).toMatch(/Azure continues the accepted changes to VM003/u);
    expect(session.screen()).toContain('azbackup status --vm VM003');
  });
});

describe('grant-access --revoke', () => {
  const folder = sandboxFolder(place.directory, 'revoke');
  const revoke = ['grant-access', '--vm', 'VM001', '--revoke', '--sandbox-dir', folder];

  const preflight = ['preflight', '--vm', 'VM001', '--sandbox-dir', folder, '-q'];

  beforeAll(async () => {
    const grant = ['grant-access', '--vm', 'VM001', '--sandbox-dir', folder, '-q'];
    const { code, stderr } = await runBin(place, grant);
    if (code !== 0) {
      throw new Error(stderr);
    }
  });

  it('says that --yes is needed where nobody can be asked', async () => {
    const { code, stderr } = await runBin(place, revoke);
    expect(code).toBe(2);
    expect(stderr).toContain('add --yes');
  });

  it('asks, and changes nothing on a no', async () => {
    const session = startInTerminal(place, revoke);
    await session.shows(/Plan: 1 change[\s\S]*will fail[\s\S]*Revoke this grant\?/u);
    session.type('n');
    await session.ended;
    expect(session.screen()).not.toMatch(/^deleted /mu);
    expect((await runBin(place, preflight)).code).toBe(0);
  });

  it('takes the grant back on a yes', async () => {
    const session = startInTerminal(place, revoke);
    await session.shows(/Revoke/u);
    session.type('y');
    expect(explained(await session.ended, 0, session.screen())).toBe(0);
    expect((await runBin(place, preflight)).code).toBe(5);
  });
});
