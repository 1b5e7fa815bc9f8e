// Plans that lose nothing: a person at a terminal is asked before they are carried out, nobody else is.
import { describe, expect, it } from 'vitest';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { substance } from '../support/contoso.js';

const PERSON = { in: true, err: true } as const;

/** Runs a command; a question is answered with no, and one that must not be asked is seen by that. */
function run(argv: string, options: RunOptions): Promise<CliRun> {
  return runCli([...argv.split(' '), '--no-color'], { answer: false, ...options });
}

describe('on a terminal', () => {
  it.each(['grant-access --vm VM001', 'restore --vm VM005'])(
    '%s shows its plan; a no exits with 2 and changes nothing',
    async (argv) => {
      const world = defaultWorld();
      const before = substance(world);
      const result = await run(argv, { world, tty: PERSON });
      expect(result.stderr).toMatch(/^Plan: \d change/mu);
      expect(result.stdout).toContain('Declined: nothing was changed.');
      expect(result.code).toBe(2);
      expect(result.writes).toEqual([]);
      expect(substance(world)).toEqual(before);
    },
  );

  it('the plan is carried out on a yes', async () => {
    const result = await run('grant-access --vm VM001', { tty: PERSON, answer: true });
    expect(result.code).toBe(0);
    expect(result.writes.length).toBeGreaterThan(0);
  });
});

describe('nobody is asked', () => {
  const grant = 'grant-access --vm VM001';
  it.each([
    ['with -y', `${grant} -y`, { tty: PERSON }],
    ['with --no-input', `${grant} --no-input`, { tty: PERSON }],
    ['in CI', grant, { tty: PERSON, env: { CI: 'true' } }],
    ['where a program reads the progress', `${grant} --progress jsonl`, { tty: PERSON }],
    ['where stdin is a pipe', grant, { tty: { err: true } }],
    ['where stderr is a pipe', grant, { tty: { in: true } }],
    ['with nothing to change', 'grant-access --vm VM005', { tty: PERSON }],
  ] as const)('%s', async (_, argv, options) => {
    const result = await run(argv, options);
    expect(result.code).toBe(0);
    expect(result.stdout).not.toContain('Declined');
  });
});
