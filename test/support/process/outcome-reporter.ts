// What CI reads of a run, in a file of its own: the counts, and what failed with its reasons.
import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { whyNotNowhere } from './nowhere.js';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

const MAX_MESSAGE_LINES = 20;

/**
 * Writes the outcome to `file`, where there is one. A run in which no test passed fails, too: names that match nothing
 * must not look like success. So does one that leaves a folder where none may be.
 */
export class OutcomeReporter implements Reporter {
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** Called by vitest at the end, with what threw outside of any test as well. */
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const left = whyNotNowhere();
    const failures = [
      ...(left === undefined ? [] : [block('after the tests', [{ message: left }])]),
      ...modules.flatMap(failuresOf),
      ...unhandledErrors.map((error) => block('outside of any test', [error])),
    ];
    const passed = countOf(modules, 'passed');
    if (passed === 0 || left !== undefined) {
      process.exitCode = 1;
    }
    if (left !== undefined) {
      process.stderr.write(`${left}\n`);
    }
    const counts = `${String(passed)} passed, ${String(countOf(modules, 'failed'))} failed`;
    if (this.#file !== undefined) {
      writeFileSync(this.#file, [...failures, counts, ''].join('\n'));
    }
  }
}

function countOf(modules: readonly TestModule[], state: 'passed' | 'failed'): number {
  return modules.reduce((sum, { children }) => sum + [...children.allTests(state)].length, 0);
}

/** Its tests that failed, or itself, where an import or a hook did. */
function failuresOf(module: TestModule): readonly string[] {
  const place = `${module.project.name} ${module.relativeModuleId}`;
  const tests = [...module.children.allTests('failed')].map((test) =>
    block(`${place} > ${test.fullName}`, test.result().errors ?? []),
  );
  const suites = [...module.children.allSuites()].flatMap((suite) =>
    suite.errors().length === 0 ? [] : [block(`${place} > ${suite.fullName}`, suite.errors())],
  );
  const own = module.errors().length === 0 ? [] : [block(place, module.errors())];
  return [...own, ...suites, ...tests];
}

function block(title: string, errors: readonly { readonly message?: string }[]): string {
  const lines = errors
    .flatMap(({ message = '' }) => stripVTControlCharacters(message).split('\n'))
    .slice(0, MAX_MESSAGE_LINES);
  return [`FAIL  ${title}`, ...lines.map((line) => `      ${line}`)].join('\n');
}
