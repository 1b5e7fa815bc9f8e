// Conditions of role assignments, as far as the templates of "Delegate role assignment management" go: which
// actions they are about, and the role and principal of an assignment that is made or taken away.

/** What a condition is asked about. */
export interface ConditionQuestion {
  readonly action: string;
  /** Of the role assignment in question; undefined where they are looked at later. */
  readonly attributes?: Readonly<Record<AssignmentAttribute, string>> | undefined;
}

/** What conditions can look at, lower-case. */
export type AssignmentAttribute = 'roledefinitionid' | 'principalid' | 'principaltype';

/** Whether a condition holds. One in other words than those templates' never does: it narrows, nobody here knows how. */
export function conditionHolds(condition: string | null, question: ConditionQuestion): boolean {
  if (condition === null || condition.trim() === '') {
    return true;
  }
  const tokens = tokensOf(condition);
  const reader = { tokens, position: 0 };
  try {
    const holds = readOr(reader, question);
    return reader.position === tokens.length && holds;
  } catch (error) {
    if (error instanceof UnknownCondition) {
      return false;
    }
    throw error;
  }
}

class UnknownCondition extends Error {}

interface TokenReader {
  readonly tokens: readonly string[];
  position: number;
}

const TOKEN =
  /\s*(?<token>\(|\)|!|\bAND\b|\bOR\b|&&|\|\||ActionMatches\s*\{[^}]*\}|@\w+\[[^\]]*\]\s*[\w:]+\s*\{[^}]*\}|\S)/giu;

function tokensOf(condition: string): readonly string[] {
  return [...condition.matchAll(TOKEN)].map(({ groups }) => groups?.['token'] ?? '');
}

function readOr(reader: TokenReader, question: ConditionQuestion): boolean {
  let holds = readAnd(reader, question);
  while (takes(reader, /^(?:OR|\|\|)$/iu)) {
    const right = readAnd(reader, question);
    holds ||= right;
  }
  return holds;
}

function readAnd(reader: TokenReader, question: ConditionQuestion): boolean {
  let holds = readTerm(reader, question);
  while (takes(reader, /^(?:AND|&&)$/iu)) {
    const right = readTerm(reader, question);
    holds &&= right;
  }
  return holds;
}

function readTerm(reader: TokenReader, question: ConditionQuestion): boolean {
  if (takes(reader, /^!$/u)) {
    return !readTerm(reader, question);
  }
  if (takes(reader, /^\($/u)) {
    const holds = readOr(reader, question);
    if (!takes(reader, /^\)$/u)) {
      throw new UnknownCondition();
    }
    return holds;
  }
  const token = reader.tokens[reader.position] ?? '';
  reader.position += 1;
  return isAboutAction(token, question) ?? attributeHolds(token, question);
}

function takes(reader: TokenReader, wanted: RegExp): boolean {
  const found = wanted.test(reader.tokens[reader.position] ?? '');
  reader.position += found ? 1 : 0;
  return found;
}

function isAboutAction(token: string, { action }: ConditionQuestion): boolean | undefined {
  const named = /^ActionMatches\s*\{\s*'(?<action>[^']*)'\s*\}$/iu.exec(token)?.groups?.['action'];
  return named === undefined ? undefined : named.toLowerCase() === action.toLowerCase();
}

const COMPARISON =
  /^@(?:Request|Resource)\[Microsoft\.Authorization\/roleAssignments:(?<attribute>\w+)\]\s*(?<operator>[\w:]+)\s*\{(?<values>[^}]*)\}$/iu;

const EQUALS = /^ForAnyOfAnyValues:(?:GuidEquals|StringEqualsIgnoreCase)$/iu;
const DIFFERS = /^ForAnyOfAllValues:(?:GuidNotEquals|StringNotEqualsIgnoreCase)$/iu;

function attributeHolds(token: string, { attributes }: ConditionQuestion): boolean {
  const { attribute = '', operator = '', values = '' } = COMPARISON.exec(token)?.groups ?? {};
  const name = attribute.toLowerCase();
  if (!isAttribute(name) || !(EQUALS.test(operator) || DIFFERS.test(operator))) {
    throw new UnknownCondition();
  }
  if (attributes === undefined) {
    return true;
  }
  const listed = values.split(',').map((value) => value.trim().replaceAll("'", '').toLowerCase());
  return listed.includes(attributes[name].toLowerCase()) === EQUALS.test(operator);
}

function isAttribute(name: string): name is AssignmentAttribute {
  return ['roledefinitionid', 'principalid', 'principaltype'].includes(name);
}
