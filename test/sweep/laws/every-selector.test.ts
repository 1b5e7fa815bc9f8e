// Every word that selects machines on every command that takes machines; of a share, a third of the words on each.
import { expect, it } from 'vitest';
import { SHARE } from '../share.js';
import { COMMANDS, SELECTORS, selectedBy } from '../../support/worlds/selector-table.js';

const ROWS = COMMANDS.map((command, place) => ({
  command,
  selectors: SELECTORS.filter((_, number) => SHARE === 1 || (number + place) % 3 === 0),
}));

it.each(ROWS)('$command', async ({ command, selectors }) => {
  expect(selectors.length).toBeGreaterThan(0);
  for (const selector of selectors) {
    const { found, expected } = await selectedBy(command, selector);
    expect({ words: selector.words, found }).toEqual({ words: selector.words, found: expected });
  }
});
