// The text format in which Prometheus reads metrics ("Exposition formats", version 0.0.4). The library for it, prom-client, is
// made for servers: counters, histograms, a registry. It would be 66 kB of the bundle, 18 kB of the package, for the thirty
// lines that a file of gauges needs.

import { withoutUnsafe } from '../unsafe-characters.js';

/** One value with what tells it from others of its name. A label without a text is no label. */
export interface MetricSample {
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly value: number;
}

/** All values of a name. */
export interface MetricFamily {
  readonly name: string;
  /** A sentence with full stop. */
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** Gauges as text, with a line end after each line; what has no value is left out. */
export function exposition(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .flatMap((family) => linesOf(family))
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf({ name, help, samples }: MetricFamily): readonly string[] {
  return [
    `# HELP ${name} ${help.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`)}`,
    `# TYPE ${name} gauge`,
    ...distinct(samples).map(({ labels, value }) => `${name}${labelsText(labels)} ${value}`),
  ];
}

/** The same labels twice make the node exporter refuse the whole file; the first value stands. */
function distinct(samples: readonly MetricSample[]): readonly MetricSample[] {
  const known = new Map<string, MetricSample>();
  for (const sample of samples) {
    const key = labelsText(sample.labels);
    known.set(key, known.get(key) ?? sample);
  }
  return [...known.values()];
}

function labelsText(labels: MetricSample['labels']): string {
  const pairs = Object.entries(labels).flatMap(([name, text = '']) =>
    text === '' ? [] : [`${name}="${escaped(text)}"`],
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** What a terminal would obey is no part of a name, and neither is a carriage return, which some readers take for a line end. */
function escaped(text: string): string {
  return withoutUnsafe(text)
    .replaceAll('\r', '\uFFFD')
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
