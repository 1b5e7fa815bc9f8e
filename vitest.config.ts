// One project for each way of testing; `npm test` runs them all, `npm run test:unit` one.
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** Product code keeps no module state, so tests share their imports: the SDKs load once, not per file. */
const inProcess = { pool: 'threads', isolate: false } as const;
/**
 * These start processes; they come after the rest so as not to starve it on two cores. Some of them mostly
 * wait, which is what the third worker is for.
 */
const withProcesses = { pool: 'forks', maxWorkers: 3, sequence: { groupOrder: 1 } } as const;

function project(name: string, settings: object): TestProjectConfiguration {
  return { extends: true, test: { name, include: [`test/${name}/**/*.test.ts`], ...settings } };
}

const report = process.env['AZBACKUP_TEST_REPORT'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    restoreMocks: true,
    // `.ci/run` reads the counts from the file; the words on the screen are for people.
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    coverage: { include: ['src/**/*.ts'], reporter: ['text-summary', 'html'] },
    projects: [
      project('unit', { ...inProcess, testTimeout: 10_000 }),
      project('workflow', { ...inProcess, testTimeout: 20_000 }),
      project('conformance', { ...inProcess, testTimeout: 60_000 }),
      project('e2e', {
        ...withProcesses,
        testTimeout: 30_000,
        globalSetup: './test/support/process/build-if-stale.ts',
      }),
      project('gates', { ...withProcesses, testTimeout: 60_000 }),
    ],
  },
});
