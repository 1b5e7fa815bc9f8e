// Every word that selects machines on every command that takes machines.
import { expect, it } from 'vitest';
import { COMMANDS, SELECTORS, selectedBy } from '../../support/worlds/selector-table.js';

it.each(COMMANDS)('%s', async (...command) => {
  for (const selector of SELECTORS) {
    const { found, expected } = await selectedBy(command, selector);
    expect({ words: selector.words, found }).toEqual({ words: selector.words, found: expected });
  }
});
