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

const tenfold = (page: readonly number[]): readonly number[] => page.map((entry) => entry * 10);

describe('a list read ahead', () => {
  it('has the entries of all pages in order', async () => {
    expect(await readAhead(pagesOf([1, 2], [], [3]).iterator, tenfold)).toEqual([10, 20, 30]);
  });

  it('asks for the next page before it takes the entries of the one that came', async () => {
    const order: string[] = [];
    const { iterator } = pagesOf([1], [2]);
    await readAhead(
      {
        next: () => {
          order.push('asked');
          return iterator.next();
        },
      },
      (page) => {
        order.push('taken');
        return page;
      },
    );
    expect(order).toEqual(['asked', 'asked', 'taken', 'asked', 'taken']);
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
