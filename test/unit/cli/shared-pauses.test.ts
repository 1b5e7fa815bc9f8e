// The file in which processes of one user tell each other what is refused for a while.
import { describe, expect, it } from 'vitest';
import { sharedPauses } from '../../../src/cli/backend/shared-pauses.js';
import type { StateFiles } from '../../../src/steps/intents/journal.js';
import { memoryFiles } from '../../support/run-cli.js';

const FILE = 'refused.json';

function broken(part: Partial<StateFiles>): StateFiles {
  return { ...memoryFiles(), ...part };
}

describe('what is refused', () => {
  it('is told to who looks, and forgotten once it is over', async () => {
    const files = memoryFiles();
    const one = sharedPauses(files);
    await one.write('a', 5000, 1000);
    await one.write('b', 9000, 2000);
    expect([...(await sharedPauses(files).read())]).toEqual([
      ['a', 5000],
      ['b', 9000],
    ]);
    await one.write('c', 9000, 6000);
    expect([...(await one.read()).keys()]).toEqual(['b', 'c']);
  });

  it.each([
    ['', 'is empty'],
    ['{"version":1,"refusedUn', 'was cut off'],
    ['{"version":2,"refusedUntil":{"a":1}}', 'is of another version'],
    ['{"version":1,"refusedUntil":{"a":"soon"}}', 'holds something else'],
    ['null', 'is no object'],
  ])('is nothing where the file %s %s', async (text) => {
    const files = memoryFiles();
    await files.write(FILE, text);
    const pauses = sharedPauses(files);
    expect((await pauses.read()).size).toBe(0);
    await pauses.write('a', 5000, 1000);
    expect((await pauses.read()).get('a')).toBe(5000);
  });

  it('costs nothing where the folder cannot be read or written', async () => {
    const denied = (): Promise<never> => Promise.reject(new Error('EACCES'));
    const pauses = sharedPauses(broken({ read: denied, write: denied }));
    expect((await pauses.read()).size).toBe(0);
    await expect(pauses.write('a', 5000, 1000)).resolves.toBeUndefined();
  });
});
