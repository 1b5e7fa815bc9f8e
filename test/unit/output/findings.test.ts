import { describe, expect, it } from 'vitest';
import type { FindingDocument } from '../../../src/commands/results/parts.js';
import { formatFindings } from '../../../src/output/views/findings.js';
import { createView } from '../../../src/output/view.js';
import { NOW } from '../commands/results/sample-documents.js';
import { recordIo } from './recorded-io.js';

const view = (verbose: boolean) =>
  createView(recordIo({ tty: true, columns: 100 }).io, 'out', { now: NOW, verbose });

function unread(checkId: string, lack: string): FindingDocument {
  return {
    checkId,
    status: 'unknown',
    severity: 'warn',
    subject: 's',
    summary: `Unknown: ${checkId}`,
    evidence: ['not allowed', `lacks ${lack}`],
    fix: [`get ${lack}`],
    docs: null,
    ignored: false,
  };
}

const FINDINGS = [
  unread('keyvault.found', 'vaults/read'),
  unread('keyvault.soft-delete-on', 'vaults/read'),
  unread('vm.unlocked', 'locks/read'),
  unread('keyvault.purge-protection-on', 'vaults/read'),
];

describe('findings that lack the same right', () => {
  const text = formatFindings(FINDINGS, view(false)).join('\n');

  it('are shown once, with the other checks by their ids', () => {
    expect(text.match(/fix: get vaults\/read/gu)).toHaveLength(1);
    expect(text.match(/fix: get locks\/read/gu)).toHaveLength(1);
    expect(text).toContain(
      'for the same reason unknown: keyvault.soft-delete-on, keyvault.purge-protection-on',
    );
  });

  it('are shown one by one when asked', () => {
    expect(
      formatFindings(FINDINGS, view(true))
        .join('\n')
        .match(/fix: get vaults/gu),
    ).toHaveLength(3);
  });
});
