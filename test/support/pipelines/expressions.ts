// Expressions of GitHub's workflows, by GitHub's own evaluator.

import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Contexts by name, such as `vars` and `steps`. */
export type Contexts = Readonly<Record<string, unknown>>;

/** The value of an expression, without its braces. */
export function evaluated(expression: string, contexts: Contexts, isFailing = false): unknown {
  const functions = statusFunctions(isFailing);
  const tree = new Parser(
    new Lexer(expression).lex().tokens,
    Object.keys(contexts),
    functions,
  ).parse();
  const dictionary: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  if (!(dictionary instanceof data.Dictionary)) {
    throw new TypeError('contexts are no dictionary');
  }
  const table = new Map(functions.map((each) => [each.name, each]));
  return JSON.parse(
    JSON.stringify(new Evaluator(tree, dictionary, table).evaluate(), data.replacer),
  );
}

/** A text with its expressions filled in. */
export function filledIn(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(?<expression>.*?)\}\}/gsu, (_, expression: string) => {
    const value = evaluated(expression, contexts);
    return value === null ? '' : String(value);
  });
}

function statusFunctions(isFailing: boolean): {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly call: () => data.BooleanData;
}[] {
  const values = { always: true, success: !isFailing, failure: isFailing, cancelled: false };
  return Object.entries(values).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(value),
  }));
}
