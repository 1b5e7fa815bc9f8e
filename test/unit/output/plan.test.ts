// The plan as a person sees it.
import { describe, expect, it } from 'vitest';
import { createView, type View } from '../../../src/output/view.js';
import { formatPlan } from '../../../src/output/views/plan.js';
import { recordIo } from './recorded-io.js';
import { NOW } from '../commands/results/sample-documents.js';
import { EVERY_STEP, GRANT_STEPS, sampleFamily } from '../commands/results/sample-steps.js';
import { goldenFile } from '../../support/golden.js';

function view(tty: boolean): View {
  return createView(recordIo({ tty, columns: 100 }).io, 'err', { now: NOW });
}

describe('the plan', () => {
  it('names every change on a terminal', async () => {
    const names = {
      'a1b2c3d4-0000-4000-8000-00000000009f': 'Backup Management Service',
      '00000000-0000-0000-0000-000000000001': 'Contoso Production',
    };
    const text = formatPlan({ steps: GRANT_STEPS }, sampleFamily, view(true), names);
    await expect(text).toMatchFileSnapshot(goldenFile('plan'));
  });

  it('keeps ids whole in a pipe, and knows every kind of step', async () => {
    const text = formatPlan({ steps: EVERY_STEP }, sampleFamily, view(false));
    await expect(text).toMatchFileSnapshot(goldenFile('plan-pipe'));
  });

  it('begins with the recovery point that it works from', () => {
    const point = {
      name: '706753259736557',
      time: '2026-11-13T18:00:08Z',
      tier: 'vault',
      consistency: 'AppConsistent',
      threat: 'clean',
      reason: 'the newest point that can be restored',
    } as const;
    expect(formatPlan({ steps: [], point }, sampleFamily, view(false))).toBe(
      [
        'point         706753259736557 of 2026-11-13T18:00:08Z (2026-11-14T03:00:08+09:00), vault tier, clean',
        'chosen        the newest point that can be restored; AppConsistent',
        '',
        'Plan: no changes\n',
      ].join('\n'),
    );
  });

  it('may be empty', () => {
    expect(formatPlan({ steps: [] }, sampleFamily, view(true))).toBe('Plan: no changes\n');
  });
});
