// Runs as a process of its own: many writers change a state file at once, each its own entry, until the
// process is killed. Each says what it wrote once it was told that it is saved.
// Arguments: folder, name of the process, number of writers.

import { buildEmptyWorld } from '../../src/sandbox/estates/empty-world.js';
import { groupTransactions } from '../../src/sandbox/kernel/persistence/grouped-transactions.js';
import { openStateFile } from '../../src/sandbox/kernel/persistence/state-file.js';

const [directory = '', name = '', writers = '0'] = process.argv.slice(2);
const transact = groupTransactions(await openStateFile(directory, () => buildEmptyWorld(0)));
const write = async (writer: string): Promise<void> => {
  for (let number = 1; ; number += 1) {
    await transact((state) => {
      state.resourceGroups[writer] = { id: writer, name: `${number}`, location: '', tags: {} };
    });
    process.stdout.write(`${writer} ${number}\n`);
  }
};
await Promise.all(Array.from({ length: Number(writers) }, (_, index) => write(`${name}-${index}`)));
