// Reads Prometheus' text format a character at a time, by its published grammar and not by the program that wrote it.

/** A line with a value. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All of a text. */
export interface ReadExposition {
  readonly samples: readonly ReadSample[];
  readonly help: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, string>;
}

/** @throws Error naming the line that is none of the format, or that comes twice */
export function readExposition(text: string): ReadExposition {
  if (text !== '' && !text.endsWith('\n')) {
    throw new Error('the last line has no end');
  }
  const read = { samples: new Map<string, ReadSample>(), help: new Map(), types: new Map() };
  for (const line of text.split('\n').slice(0, -1)) {
    readLine(line, read);
  }
  return { ...read, samples: [...read.samples.values()] };
}

interface Reading {
  readonly samples: Map<string, ReadSample>;
  readonly help: Map<string, string>;
  readonly types: Map<string, string>;
}

function readLine(line: string, { samples, help, types }: Reading): void {
  const [mark, word = '', name = '', ...rest] = line.split(' ');
  if (mark === '#') {
    const known = word === 'HELP' ? help : types;
    if (!['HELP', 'TYPE'].includes(word) || known.has(name)) {
      throw new Error(`no such comment, or one too many: ${line}`);
    }
    known.set(name, rest.join(' '));
    return;
  }
  const sample = readSample(line);
  const labels = Object.entries(sample.labels).map((each) => JSON.stringify(each));
  const key = JSON.stringify([sample.name, ...labels.toSorted()]);
  if (samples.has(key) || !types.has(sample.name)) {
    throw new Error(`twice, or of no type: ${line}`);
  }
  samples.set(key, sample);
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/uy;

function readSample(line: string): ReadSample {
  let at = 0;
  const word = (): string => {
    NAME.lastIndex = at;
    const [found = ''] = NAME.exec(line) ?? [];
    at += found.length;
    return found;
  };
  const expectNext = (character: string): void => {
    if (line[at] !== character) {
      throw new Error(`no ${character} at ${at}: ${line}`);
    }
    at += 1;
  };
  const name = word();
  const labels: Record<string, string> = {};
  if (line[at] === '{') {
    at += 1;
    while (line[at] !== '}') {
      const label = word();
      expectNext('=');
      expectNext('"');
      let text = '';
      while (line[at] !== '"') {
        if (line[at] === undefined) {
          throw new Error(`an open text: ${line}`);
        }
        const isEscape = line[at] === '\\';
        at += isEscape ? 1 : 0;
        text += isEscape ? unescaped(line[at]) : line[at];
        at += 1;
      }
      expectNext('"');
      if (label === '' || Object.hasOwn(labels, label)) {
        throw new Error(`a label without a name, or twice: ${line}`);
      }
      labels[label] = text;
      at += line[at] === ',' ? 1 : 0;
    }
    at += 1;
  }
  expectNext(' ');
  const number = line.slice(at);
  if (name === '' || !/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/u.test(number)) {
    throw new Error(`no name or no number: ${line}`);
  }
  return { name, labels, value: Number(number) };
}

function unescaped(character: string | undefined): string {
  const text = { '\\': '\\', '"': '"', n: '\n' }[character ?? ''];
  if (text === undefined) {
    throw new Error(`no such escape: ${character}`);
  }
  return text;
}
