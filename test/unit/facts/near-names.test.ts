import { describe, expect, it } from 'vitest';
import { nearNames } from '../../../src/facts/choose-machines.js';

describe('names near to one that is not there', () => {
  it('are the few that differ little, nearest first, without regard to case', () => {
    const names = ['VM010', 'web-01', 'VM001', 'VM011', 'VM012', 'database'];
    expect(nearNames('vm01', names)).toEqual(['VM001', 'VM010', 'VM011']);
  });

  it('are long ones whose beginning differs little', () => {
    expect(nearNames('Defalt', ['EnhancedPolicy', 'DefaultPolicy'])).toEqual(['DefaultPolicy']);
  });

  it('are none when nothing is near', () => {
    expect(nearNames('VM001', ['database', 'gateway'])).toEqual([]);
  });
});
