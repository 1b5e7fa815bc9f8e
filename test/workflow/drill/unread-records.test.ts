// Records of drills that cannot be read, as those of another user: nobody takes them for none, and they hinder no other.
import { describe, expect, it } from 'vitest';
import { defaultWorld, memoryFiles, runCli } from '../../support/run-cli.js';
import { errorOf } from '../restore/restores.js';
import { drill } from './drills.js';

const LOCKED = '20261122-aaaaaaaa';
type Files = ReturnType<typeof memoryFiles>;

/** Files of which one is locked against its owner. */
function withLocked(files: Files): Files {
  return {
    ...files,
    names: async () => [...(await files.names()), `${LOCKED}.json`],
    read: (name) =>
      name.startsWith(LOCKED)
        ? Promise.reject(new Error('EACCES: permission denied'))
        : files.read(name),
  };
}

describe('a record that cannot be read', () => {
  it.each([
    ['show', ['drill', 'show', LOCKED]],
    ['clean', ['drill', 'clean', LOCKED, '--yes']],
  ])('is said to be the reason why %s finds no drill', async (_what, argv) => {
    const world = defaultWorld();
    const drillFiles = withLocked(memoryFiles());
    const run = await runCli([...argv, '-o', 'json'], { world, drillFiles });
    expect([run.code, errorOf(run).code]).toEqual([3, 'AZB_DRILL_NOT_FOUND']);
    expect(errorOf(run).cause).toContain(`${LOCKED}.json cannot be read: EACCES`);
  });

  it.each([
    ['list', ['drill', 'list'], 1],
    ['clean --expired', ['drill', 'clean', '--expired', '--yes'], 0],
  ])('is named by %s, which is not complete without it', async (_what, argv, total) => {
    const world = defaultWorld();
    const drillFiles = withLocked(memoryFiles());
    await drill('--vm VM010', world, { drillFiles });
    const run = await runCli([...argv, '-o', 'json'], { world, drillFiles });
    expect(run.code).toBe(6);
    expect(run.json()['summary']).toMatchObject({ total });
    expect(run.stderr).toContain(`${LOCKED}.json is left out`);
  });

  it.each([
    ['list', ['drill', 'list']],
    ['clean --expired', ['drill', 'clean', '--expired', '--yes']],
  ])('is the whole folder, and %s ends with that', async (_what, argv) => {
    const drillFiles: Files = {
      ...memoryFiles(),
      names: () => Promise.reject(new Error('EACCES: permission denied')),
    };
    const run = await runCli([...argv, '-o', 'json'], { world: defaultWorld(), drillFiles });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain(drillFiles.place);
  });
});

it('a drill that is named twice is cleaned up once', async () => {
  const world = defaultWorld();
  const { item } = await drill('--vm VM010', world);
  const argv = ['drill', 'clean', item.id, item.id, '--yes', '-o', 'json'];
  const run = await runCli(argv, { world });
  expect(run.json()['summary']).toMatchObject({ total: 1 });
});
