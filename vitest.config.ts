// One project for each way of testing; `npm run test:unit` runs one, `npm test` all but the sweep and the packages.
import { availableParallelism, loadavg } from 'node:os';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { whyNotNowhere } from './test/support/process/nowhere.js';
import { OutcomeReporter } from './test/support/process/outcome-reporter.js';

/** Product code keeps no module state, so tests share their imports: the SDKs load once, not per file. */
const inProcess = { pool: 'threads', isolate: false } as const;
/**
 * These start processes; they come after the rest so as not to starve it on two cores. Some of them mostly
 * wait, which is what the third worker is for.
 */
const withProcesses = { pool: 'forks', maxWorkers: 3, sequence: { groupOrder: 1 } } as const;

/**
 * How long a test may hang before it is given up. No test asserts how fast it is, so this is many times what
 * any needs on a machine of its own, and longer where others were at work as the tests began.
 */
const patience = 120_000 * Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());

function project(name: string, settings: object): TestProjectConfiguration {
  return { extends: true, test: { name, include: [`test/${name}/**/*.test.ts`], ...settings } };
}

/** What is tried as a user runs it is built first. */
const globalSetup = './test/support/process/build-if-stale.ts';

/** What they print is pasted. */
const pastePrinted = './test/support/process/paste-printed.ts';

const notNowhere = whyNotNowhere();
if (notNowhere !== undefined) {
  throw new Error(notNowhere);
}

const report = process.env['AZBACKUP_TEST_REPORT'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    restoreMocks: true,
    // What was transformed once is not transformed by the next run, of which CI makes five.
    experimental: { fsModuleCache: true },
    // It imports JSON without saying so, which Node refuses.
    server: { deps: { inline: [/@actions\/workflow-parser/u] } },
    testTimeout: patience,
    hookTimeout: patience,
    // `.ci/run` repeats the file at its end; the words on the screen are for people.
    reporters: ['default', new OutcomeReporter(report)],
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    projects: [
      project('unit', inProcess),
      project('workflow', inProcess),
      project('conformance', inProcess),
      project('e2e', { ...withProcesses, globalSetup: [globalSetup, pastePrinted] }),
      project('gates', withProcesses),
      // A terminal and a served sandbox of it mostly wait: the third worker has the core meanwhile.
      project('sweep', { ...inProcess, maxWorkers: 3, globalSetup }),
      project('packages', { ...withProcesses, globalSetup }),
    ],
  },
});
