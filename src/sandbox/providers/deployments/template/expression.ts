// The language in which templates compute values: "[concat(parameters('a'), '-b')]". Documentation: Template
// syntax and expressions; Data types in ARM templates. No library of the field reads it outside its editors.

/** An expression taken apart. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression };

/** The text is no expression; the message completes "the expression is not valid:". */
export class ExpressionSyntaxError extends Error {
  override readonly name = 'ExpressionSyntaxError';
}

/**
 * The expression in a text, undefined when the text stands for itself. A text in brackets is one, unless its
 * first bracket is doubled. Throws ExpressionSyntaxError.
 */
export function expressionIn(text: string): Expression | undefined {
  if (!text.startsWith('[') || !text.endsWith(']') || text.startsWith('[[')) {
    return undefined;
  }
  const reader = new TokenReader(tokensOf(text.slice(1, -1)));
  const expression = readExpression(reader);
  reader.expectEnd();
  return expression;
}

/** What a text that is no expression says. */
export function plainText(text: string): string {
  return text.startsWith('[[') ? text.slice(1) : text;
}

interface Token {
  readonly kind: 'string' | 'number' | 'name' | 'sign';
  readonly text: string;
}

const TOKEN =
  /\s*(?:'(?<string>(?:[^']|'')*)'|(?<number>-?\d+)|(?<name>[A-Za-z_]\w*)|(?<sign>[(),.[\]]))/uy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const position = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) {
      throw new ExpressionSyntaxError(`unexpected character at position ${position}`);
    }
    tokens.push(tokenOf(groups));
  }
  return tokens;
}

function tokenOf({ string, number, name, sign }: Readonly<Record<string, string>>): Token {
  if (string !== undefined) {
    return { kind: 'string', text: string.replaceAll("''", "'") };
  }
  if (number !== undefined) {
    return { kind: 'number', text: number };
  }
  return name === undefined ? { kind: 'sign', text: sign ?? '' } : { kind: 'name', text: name };
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  next(): Token {
    const token = this.#tokens[this.#position];
    if (token === undefined) {
      throw new ExpressionSyntaxError('it ends too early');
    }
    this.#position += 1;
    return token;
  }

  /** Takes a sign if it comes next. */
  takes(sign: string): boolean {
    const token = this.#tokens[this.#position];
    const found = token?.kind === 'sign' && token.text === sign;
    this.#position += found ? 1 : 0;
    return found;
  }

  expect(sign: string): void {
    if (!this.takes(sign)) {
      throw new ExpressionSyntaxError(`expected '${sign}'`);
    }
  }

  expectEnd(): void {
    const token = this.#tokens[this.#position];
    if (token !== undefined) {
      throw new ExpressionSyntaxError(`unexpected '${token.text}'`);
    }
  }
}

function readExpression(reader: TokenReader): Expression {
  let expression = readOperand(reader);
  for (;;) {
    if (reader.takes('.')) {
      const { kind, text } = reader.next();
      if (kind !== 'name') {
        throw new ExpressionSyntaxError(`expected a property name, found '${text}'`);
      }
      expression = { kind: 'member', of: expression, key: { kind: 'literal', value: text } };
    } else if (reader.takes('[')) {
      const key = readExpression(reader);
      reader.expect(']');
      expression = { kind: 'member', of: expression, key };
    } else {
      return expression;
    }
  }
}

function readOperand(reader: TokenReader): Expression {
  const { kind, text } = reader.next();
  switch (kind) {
    case 'string':
      return { kind: 'literal', value: text };
    case 'number':
      return { kind: 'literal', value: Number(text) };
    case 'name':
      reader.expect('(');
      return { kind: 'call', name: text, operands: readOperands(reader) };
    case 'sign':
      throw new ExpressionSyntaxError(`unexpected '${text}'`);
  }
}

function readOperands(reader: TokenReader): Expression[] {
  if (reader.takes(')')) {
    return [];
  }
  const operands = [readExpression(reader)];
  while (reader.takes(',')) {
    operands.push(readExpression(reader));
  }
  reader.expect(')');
  return operands;
}
