// Audits of keys, and restores of keys and machines, as a person sees them: a terminal of 100 columns, without colour.
import { describe, expect, it } from 'vitest';
import { formatResultView } from '../../../support/result-view.js';
import { createView, type View } from '../../../../src/output/view.js';
import { KEY_SAMPLES } from './samples.js';
import { recordIo } from '../../output/recorded-io.js';
import { RESTORE_SAMPLES } from '../restore/samples.js';
import { NOW } from '../results/sample-documents.js';
import { goldenFile } from '../../../support/golden.js';

function terminal(columns = 100): View {
  return createView(recordIo({ tty: true, columns }).io, 'out', { now: NOW });
}

const SAMPLES = [...KEY_SAMPLES, ...RESTORE_SAMPLES];

describe('keys and restores', () => {
  it.each(SAMPLES)('%s', async (name, document) => {
    const text = formatResultView(document, terminal());
    await expect(text).toMatchFileSnapshot(goldenFile(name));
  });

  it.each(SAMPLES)('%s fits 100 columns, but for ids and commands to paste', (_, document) => {
    const wide = formatResultView(document, terminal(160)).split('\n');
    expect(
      wide.filter((line) => line.length > 100 && !/\/\S{40}|^ +azbackup /u.test(line)),
    ).toEqual([]);
  });
});
