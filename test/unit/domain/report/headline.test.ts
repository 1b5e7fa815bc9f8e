import { describe, expect, it } from 'vitest';
import { headline, type HeadlineFacts } from '../../../../src/domain/report/headline.js';

const ALL: HeadlineFacts = {
  total: 16,
  safe: 16,
  unknown: 0,
  pointsAfterDeadline: 0,
  deadline: '2028-09-15T00:00:00Z',
  complete: true,
};

describe('the headline', () => {
  it.each<[Partial<HeadlineFacts>, string]>([
    [{}, 'All 16 VMs are backed up, and their keys can be used.'],
    [{ total: 1, safe: 1 }, 'The VM is backed up, and its keys can be used.'],
    [{ total: 0, safe: 0 }, 'No VMs found.'],
    [{ safe: 2 }, '2 of 16 VMs are backed up with usable keys, 14 are not.'],
    [{ safe: 15, unknown: 1 }, '15 of 16 VMs are backed up with usable keys, 1 is unknown.'],
    [
      { safe: 1, unknown: 3, complete: false, pointsAfterDeadline: 1 },
      '1 of 16 VMs is backed up with usable keys, 12 are not, 3 are unknown; 1 recovery point with ADE outlives 2028-09-15, as far as could be read.',
    ],
    [
      { pointsAfterDeadline: 12, deadline: '2027-12-31T00:00:00Z' },
      'All 16 VMs are backed up, and their keys can be used; 12 recovery points with ADE outlive 2027-12-31.',
    ],
  ])('of %j', (change, sentence) => {
    expect(headline({ ...ALL, ...change })).toBe(sentence);
  });
});
