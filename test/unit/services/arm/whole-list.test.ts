// Lists that are read to their end.
import { describe, expect, it } from 'vitest';
import { readableOf, readAhead } from '../../../../src/services/arm/whole-list.js';
import { unexpectedResponse } from '../../../../src/services/arm/unexpected-response.js';

/** Pages, and what was asked and worked on, in order. */
function pagesOf(...pages: readonly (readonly number[])[]): {
  readonly iterator: AsyncIterator<readonly number[]>;
  readonly asked: () => number;
} {
  let asked = 0;
  return {
    asked: () => asked,
    iterator: {
      next: () => {
        const value = pages[asked];
        asked += 1;
        return Promise.resolve(
          value === undefined ? { done: true, value: undefined } : { done: false, value },
        );
      },
    },
  };
}

describe('a list read ahead', () => {
  it('has the entries of all pages in order', async () => {
    expect(await readAhead(pagesOf([1, 2], [], [3]).iterator)).toEqual([1, 2, 3]);
  });

  it('asks for the next page before it takes the entries of the one that came', async () => {
    const order: string[] = [];
    /** A page that tells when its entries are taken. */
    class Page extends Array<number> {
      override [Symbol.iterator](): ReturnType<number[]['values']> {
        order.push('taken');
        return super[Symbol.iterator]();
      }
    }
    const { iterator } = pagesOf([1], [2]);
    await readAhead({
      next: async () => {
        order.push('asked');
        const page = await iterator.next();
        return page.done === true ? page : { done: false, value: Page.from(page.value) };
      },
    });
    order.splice(0, order.indexOf('asked'));
    expect(order.slice(0, 3)).toEqual(['asked', 'asked', 'taken']);
  });

  it('leaves out an odd entry, and takes a bug for a bug', () => {
    const convert = (entry: number): number => {
      if (entry === 2) {
        throw unexpectedResponse('it has no id', 'an entry');
      }
      return entry * 10;
    };
    expect(readableOf([1, 2, 3], convert)).toEqual([10, 30]);
    expect(() =>
      readableOf([1], () => {
        throw new Error('bug');
      }),
    ).toThrow('bug');
  });
});
