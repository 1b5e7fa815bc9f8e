// Policies as a person sees them: a terminal of 100 columns, without colour, and a pipe.
import { describe, expect, it } from 'vitest';
import { formatResultView } from '../../../support/result-view.js';
import { createView, type View } from '../../../../src/output/view.js';
import { POLICY_SAMPLES } from './samples.js';
import { recordIo } from '../../output/recorded-io.js';
import { NOW } from '../results/sample-documents.js';
import { goldenFile } from '../../../support/golden.js';

function view(tty: boolean, columns = 100): View {
  return createView(recordIo({ tty, columns }).io, 'out', { now: NOW });
}

describe('policies', () => {
  it.each(POLICY_SAMPLES)('%s', async (name, document) => {
    const text = formatResultView(document, view(true));
    await expect(text).toMatchFileSnapshot(goldenFile(name));
  });

  it.each(POLICY_SAMPLES)('%s fits 100 columns', (_, document) => {
    const wide = formatResultView(document, view(true, 160)).split('\n');
    expect(wide.filter((line) => line.length > 100)).toEqual([]);
  });

  it.each(POLICY_SAMPLES)('%s loses nothing in a pipe', (_, document) => {
    expect(formatResultView(document, view(false))).not.toContain('…');
  });

  it('of vaults that have none', () => {
    const none = {
      kind: 'policy-list',
      schemaVersion: 1,
      items: [],
      summary: { total: 0, vaults: 1 },
    };
    expect(formatResultView({ ...none, kind: 'policy-list', schemaVersion: 1 }, view(true))).toBe(
      'No backup policy for virtual machines in 1 vault.\n',
    );
  });
});
