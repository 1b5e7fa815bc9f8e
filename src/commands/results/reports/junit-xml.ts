// JUnit XML, as runners of pipelines read it: suites of cases, each with how it ended.

import { XMLBuilder } from 'fast-xml-parser';
import { safeText } from './safe-text.js';

/** How a case ended; one without a kind has passed. */
export type JunitEnding =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly message: string }
  | {
      readonly kind: 'failure' | 'error';
      readonly message: string;
      /** A word for what became of it. */
      readonly type: string;
      readonly text: string;
    };

/** A case. */
export interface JunitCase {
  readonly name: string;
  /** A file of rules, and the line in it. */
  readonly place?: { readonly file: string; readonly line: number };
  readonly seconds?: number;
  readonly ending: JunitEnding;
}

/** Cases about one thing. */
export interface JunitSuite {
  readonly name: string;
  /** When it began, RFC 3339. */
  readonly time?: string;
  readonly seconds?: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly JunitCase[];
}

/** The text of a file. Texts are of anybody: they come out as text and nothing else. */
export function junitXml(name: string, suites: readonly JunitSuite[]): string {
  const builder = new XMLBuilder({
    attributeNamePrefix: '@',
    ignoreAttributes: false,
    suppressEmptyNode: true,
    format: true,
  });
  const text: string = builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': name,
      ...countsOf(suites.flatMap(({ cases }) => cases)),
      testsuite: suites.map((suite) => suiteOf(suite)),
    },
  });
  return text.endsWith('\n') ? text : `${text}\n`;
}

function countsOf(cases: readonly JunitCase[]): Readonly<Record<string, number>> {
  const count = (kind: JunitEnding['kind']): number =>
    cases.filter(({ ending }) => ending.kind === kind).length;
  return {
    '@tests': cases.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
  };
}

function suiteOf({ name, time, seconds, properties, cases }: JunitSuite): object {
  const shown = safeText(name);
  return {
    '@name': shown,
    ...countsOf(cases),
    ...(time === undefined ? {} : { '@timestamp': safeText(time) }),
    ...(seconds === undefined ? {} : { '@time': seconds }),
    properties: {
      property: Object.entries(properties).map(([key, value]) => ({
        '@name': key,
        '@value': safeText(value),
      })),
    },
    testcase: cases.map((each) => ({
      '@classname': shown,
      '@name': safeText(each.name),
      ...(each.place === undefined
        ? {}
        : { '@file': safeText(each.place.file), '@line': each.place.line }),
      ...(each.seconds === undefined ? {} : { '@time': each.seconds }),
      ...endingOf(each.ending),
    })),
  };
}

function endingOf(ending: JunitEnding): object {
  switch (ending.kind) {
    case 'passed':
      return {};
    case 'skipped':
      return { skipped: { '@message': safeText(ending.message) } };
    case 'failure':
    case 'error':
      return {
        [ending.kind]: {
          '@message': safeText(ending.message),
          '@type': ending.type,
          '#text': safeText(ending.text),
        },
      };
  }
}
