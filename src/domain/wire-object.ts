// Reads untyped JSON member by member. It remembers what is wrong and what nobody asked for, so that
// nothing is lost without being named.

/** What a reading found amiss; paths such as `schedulePolicy.scheduleRunTimes`. */
export interface Findings {
  /** What is missing or of the wrong kind: sentences that begin with the path. */
  readonly problems: string[];
  /** Paths of members that have a value and were not read. */
  readonly unknown: string[];
}

/** An empty list of findings. */
export function noFindings(): Findings {
  return { problems: [], unknown: [] };
}

interface Member {
  readonly name: string;
  readonly value: unknown;
}

/**
 * One object of the JSON. Names are compared without case, because the SDKs of Azure write the same
 * members in different casings; a null is as good as nothing.
 */
export class WireObject {
  readonly #path: string;
  readonly #findings: Findings;
  readonly #members: ReadonlyMap<string, Member>;
  readonly #read = new Set<string>();

  constructor(value: object, path: string, findings: Findings) {
    this.#path = path;
    this.#findings = findings;
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    this.#members = new Map(
      entries
        .filter(([, each]) => each !== null && each !== undefined)
        .map(([name, each]) => [name.toLowerCase(), { name, value: each }]),
    );
  }

  /** True when a member has a value. */
  has(name: string): boolean {
    return this.#members.has(name.toLowerCase());
  }

  /** A member whose value says nothing that is wanted. */
  ignore(...names: readonly string[]): void {
    for (const name of names) {
      this.#read.add(name.toLowerCase());
    }
  }

  /** A text. */
  text(name: string): string | undefined {
    return this.#typed(name, 'a text', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** A whole number. */
  integer(name: string): number | undefined {
    return this.#typed(name, 'a whole number', (value) =>
      typeof value === 'number' && Number.isInteger(value) ? value : undefined,
    );
  }

  /** A yes or no. */
  flag(name: string): boolean | undefined {
    return this.#typed(name, 'true or false', (value) =>
      typeof value === 'boolean' ? value : undefined,
    );
  }

  /** One of the words, in whatever casing. */
  word<T extends string>(name: string, words: readonly T[]): T | undefined {
    return this.#typed(name, `one of ${words.join(', ')}`, (value) => wordOf(value, words));
  }

  /** A list of such words; empty when there is none. */
  words<T extends string>(name: string, words: readonly T[]): readonly T[] {
    return this.#list(name, `of ${words.join(', ')}`, (value) => wordOf(value, words));
  }

  /** A list of texts; empty when there is none. */
  texts(name: string): readonly string[] {
    return this.#list(name, 'of texts', (value) => (typeof value === 'string' ? value : undefined));
  }

  /** Any values; empty when there is no list. */
  values(name: string): readonly unknown[] {
    return this.#list(name, 'of values', (value) => ({ value })).map(({ value }) => value);
  }

  /** An object within. */
  object(name: string): WireObject | undefined {
    const found = this.#typed(name, 'an object', objectOf);
    return found === undefined ? undefined : this.#within(name, found);
  }

  /** The objects of a list; empty when there is none. */
  objects(name: string): readonly WireObject[] {
    return this.#list(name, 'of objects', objectOf).map((each, index) =>
      this.#within(`${name}[${index}]`, each),
    );
  }

  /** What `read` makes of a member that must be there; notes its absence otherwise. */
  required<T>(name: string, read: (name: string) => T | undefined, fallback: T): T {
    if (!this.has(name)) {
      this.problem(name, 'is missing');
      return fallback;
    }
    return read(name) ?? fallback;
  }

  /** Notes that a member is not as it should be. */
  problem(name: string, what: string): void {
    this.#findings.problems.push(`${this.#pathOf(name)} ${what}`);
  }

  /** Notes members that were read but mean something that is not known here. */
  unknown(name: string): void {
    this.#findings.unknown.push(this.#pathOf(name));
  }

  /** Notes every member that nobody has read. */
  finish(): void {
    for (const [key, { name }] of this.#members) {
      if (!this.#read.has(key)) {
        this.unknown(name);
      }
    }
  }

  #typed<T>(name: string, kind: string, read: (value: unknown) => T | undefined): T | undefined {
    const key = name.toLowerCase();
    this.#read.add(key);
    const member = this.#members.get(key);
    if (member === undefined) {
      return undefined;
    }
    const value = read(member.value);
    if (value === undefined) {
      const shown = typeof member.value === 'string' ? `, not '${member.value}'` : '';
      this.problem(name, `must be ${kind}${shown}`);
    }
    return value;
  }

  #list<T>(name: string, kind: string, read: (value: unknown) => T | undefined): readonly T[] {
    const list = this.#typed(name, 'a list', (value) => (Array.isArray(value) ? value : undefined));
    const found = (list ?? []).map((each: unknown) => read(each));
    const good = found.filter((each) => each !== undefined);
    if (good.length < found.length) {
      this.problem(name, `must be a list ${kind}`);
    }
    return good;
  }

  #within(name: string, value: object): WireObject {
    return new WireObject(value, this.#pathOf(name), this.#findings);
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

/** An object that is no list; undefined otherwise. */
export function objectOf(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function wordOf<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  const text = typeof value === 'string' ? value.toLowerCase() : undefined;
  return words.find((word) => word.toLowerCase() === text);
}
