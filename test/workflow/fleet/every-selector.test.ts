// Every word that selects machines, and every command that takes them, at least once. A sweep has all pairs.
import { expect, it } from 'vitest';
import { COMMANDS, SELECTORS, selectedBy } from '../../support/worlds/selector-table.js';

const PAIRS = SELECTORS.map((selector, at) => {
  const command = COMMANDS[at % COMMANDS.length] ?? ['', ''];
  return { command, selector, name: `${command[0]} ${selector.words}` };
});

it.each(PAIRS)('$name', async ({ command, selector }) => {
  const { found, expected } = await selectedBy(command, selector);
  expect(found).toEqual(expected);
});
