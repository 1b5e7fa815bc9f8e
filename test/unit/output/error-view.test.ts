// Errors as a person and as a program see them.
import { describe, expect, it } from 'vitest';
import { AzbackupError, usageError } from '../../../src/errors/azbackup-error.js';
import { describeError } from '../../../src/errors/error-envelope.js';
import { errorEnvelopeSchema } from '../../../src/commands/results/error.js';
import { itemError } from '../../../src/commands/results/machines.js';
import { formatItemError, formatReason } from '../../../src/output/views/item-error.js';
import { createView } from '../../../src/output/view.js';
import { formatError } from '../../../src/output/views/error.js';
import { recordIo } from './recorded-io.js';
import { NOW } from '../commands/results/sample-documents.js';
import { goldenFile } from '../../support/golden.js';

const VIEW = createView(recordIo({ tty: true, columns: 100 }).io, 'err', { now: NOW });

const FORBIDDEN = new AzbackupError({
  code: 'AZB_FORBIDDEN',
  kind: 'not-allowed',
  message: 'not allowed to assign roles on kv-prod-rbac',
  azureCode: 'AuthorizationFailed',
  denied: { action: 'Microsoft.Authorization/roleAssignments/write', scope: '/subscriptions/0' },
  fix: ['azbackup grant-access --vm VM001'],
  requestId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
});

const NOT_FOUND = new AzbackupError({
  code: 'AZB_VM_NOT_FOUND',
  kind: 'not-found',
  message: 'no virtual machine named VM01 in subscription Contoso Production',
  causes: ['similar names: VM001, VM010, VM011'],
});

describe('the view of an error', () => {
  it.each([
    ['error-not-found', NOT_FOUND],
    ['error-forbidden', FORBIDDEN],
    [
      'error-usage',
      usageError('AZB_VAULT_AMBIGUOUS', 'VM001 could be protected by two vaults', {
        causes: ['rsv-prod', 'rsv-legacy'],
        fix: ['add --vault with one of them'],
      }),
    ],
    [
      'error-azure-failed',
      new AzbackupError({
        code: 'AZB_OPERATION_FAILED',
        kind: 'azure-failed',
        message: 'Azure did not protect VM001',
        azureCode: 'UserErrorKeyvaultPermissionNotConfigured',
      }),
    ],
    ['error-bug', new TypeError("Cannot read properties of undefined (reading 'id')")],
  ])('%s', async (name, thrown) => {
    const report = describeError(thrown, { debug: false, names: { vm: 'VM001' } });
    const text = formatError(report, 'table', VIEW);
    await expect(text).toMatchFileSnapshot(goldenFile(name));
  });

  it('shows the stack for --debug alone', () => {
    const thrown = new TypeError('boom');
    const text = (debug: boolean): string =>
      formatError(describeError(thrown, { debug }), 'table', VIEW);
    expect(text(false)).not.toContain('error-view.test');
    expect(text(true)).toContain('error-view.test');
  });

  it.each(['json', 'jsonl'] as const)('is one JSON object with -o %s', (format) => {
    const text = formatError(describeError(FORBIDDEN, { debug: false }), format, VIEW);
    expect(text.trimEnd()).not.toContain('\n');
    expect(errorEnvelopeSchema.parse(JSON.parse(text))).toMatchObject({
      code: 'AZB_FORBIDDEN',
      exitCode: 4,
    });
  });

  it.each(['table', 'yaml', 'tsv', 'none'] as const)('is prose with -o %s', (format) => {
    const text = formatError(describeError(FORBIDDEN, { debug: false }), format, VIEW);
    expect(text).toMatch(/^error: not allowed/u);
  });
});

describe('the error of one of several', () => {
  it('ends with its code and exit, as that of a command does', () => {
    const lines = formatItemError(itemError(NOT_FOUND), VIEW);
    expect(lines[0]).toMatch(/^error: no virtual machine named VM01/u);
    expect(lines.at(-1)).toBe('  code AZB_VM_NOT_FOUND   exit 3');
  });

  it('of a job that is only shown is a reason, and has no exit', () => {
    const text = formatReason(itemError(NOT_FOUND), VIEW).join('\n');
    expect(text).toMatch(/^reason: /u);
    expect(text).not.toMatch(/error|exit/u);
  });
});
