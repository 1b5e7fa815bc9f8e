// Expressions of GitHub's workflows, by GitHub's own evaluator.

import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Contexts by name, such as `vars` and `steps`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What a function makes of the values that it is given. */
type Call = (...values: unknown[]) => unknown;

/** The value of an expression, without its braces. */
export function evaluated(
  expression: string,
  contexts: Contexts,
  functions: Readonly<Record<string, Call>> = statusFunctions(false),
): unknown {
  const definitions = Object.entries(functions).map(([name, call]) => ({
    name,
    minArgs: 0,
    maxArgs: 255,
    call: (...values: data.ExpressionData[]) => dataOf(call(...values.map(valueOf))),
  }));
  const tokens = new Lexer(expression).lex().tokens;
  const tree = new Parser(tokens, Object.keys(contexts), definitions).parse();
  const dictionary = dataOf(contexts);
  if (!(dictionary instanceof data.Dictionary)) {
    throw new TypeError('contexts are no dictionary');
  }
  const table = new Map(definitions.map((each) => [each.name.toLowerCase(), each]));
  return valueOf(new Evaluator(tree, dictionary, table).evaluate());
}

/** A text with its expressions filled in. */
export function filledIn(
  text: string,
  contexts: Contexts,
  functions?: Readonly<Record<string, Call>>,
): string {
  return text.replaceAll(/\$\{\{(?<expression>.*?)\}\}/gsu, (_, expression: string) => {
    const value = evaluated(expression, contexts, functions);
    return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
  });
}

/** The functions that ask how the steps before have ended. */
export function statusFunctions(isFailing: boolean): Readonly<Record<string, () => boolean>> {
  return {
    always: () => true,
    success: () => !isFailing,
    failure: () => isFailing,
    cancelled: () => false,
  };
}

function dataOf(value: unknown): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver);
}

function valueOf(value: data.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer));
}
