// The language of template expressions.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  expressionIn,
  ExpressionSyntaxError,
  plainText,
} from '../../../../../../src/sandbox/providers/deployments/template/expression.js';

describe('a text of a template', () => {
  it.each([
    ['no brackets', 'japaneast'],
    ['only the first', '[open'],
    ['only the last', 'closed]'],
    ['a doubled first one', "[[parameters('a')]"],
  ])('stands for itself with %s', (_, text) => {
    expect(expressionIn(text)).toBeUndefined();
  });

  it('loses the bracket that was doubled', () => {
    expect(plainText("[[parameters('a')]")).toBe("[parameters('a')]");
    expect(plainText('plain')).toBe('plain');
  });

  it('is read as calls, literals and members', () => {
    const literal = (value: string | number) => ({ kind: 'literal', value });
    const call = (name: string, ...operands: unknown[]) => ({ kind: 'call', name, operands });
    expect(expressionIn("[ concat( parameters('a') , '-' , 3 ) ]")).toEqual(
      call('concat', call('parameters', literal('a')), literal('-'), literal(3)),
    );
    expect(expressionIn("[variables('list')[-1].name['key']]")).toEqual({
      kind: 'member',
      key: literal('key'),
      of: {
        kind: 'member',
        key: literal('name'),
        of: { kind: 'member', key: literal(-1), of: call('variables', literal('list')) },
      },
    });
    expect(expressionIn('[resourceGroup()]')).toEqual(call('resourceGroup'));
  });

  it('may hold any text between quotation marks, each of them doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const quoted = text.replaceAll("'", "''");
        expect(expressionIn(`['${quoted}']`)).toEqual({ kind: 'literal', value: text });
      }),
    );
  });

  it.each([
    ['[]', 'it ends too early'],
    ['[concat(]', 'it ends too early'],
    ["[concat('a']", "expected ')'"],
    ["['a' 'b']", "unexpected 'b'"],
    ['[parameters]', "expected '('"],
    ["[parameters('a').3]", "expected a property name, found '3'"],
    ["[parameters('a')['b']", "expected ']'"],
    ['[a(,)]', "unexpected ','"],
    ["['open]", 'unexpected character at position 0'],
    ['[a() + b()]', 'unexpected character at position 3'],
  ])('%s is refused where it breaks off', (text, message) => {
    expect(() => expressionIn(text)).toThrow(new ExpressionSyntaxError(message));
  });
});
