// Anything thrown, as an envelope and an exit code.
import { describe, expect, it } from 'vitest';
import { AzbackupError } from '../../../src/errors/azbackup-error.js';
import { describeError } from '../../../src/errors/error-envelope.js';
import { EXIT_CODES, type ExitKind } from '../../../src/errors/exit-code.js';

const QUIET = { debug: false };
const KINDS = Object.keys(EXIT_CODES).filter(
  (kind): kind is Exclude<ExitKind, 'done'> => kind !== 'done',
);

describe('the envelope of an expected error', () => {
  it('has every key, null where nothing is known', () => {
    const error = new AzbackupError({ code: 'AZB_X', kind: 'usage', message: 'no such thing' });
    expect(describeError(error, QUIET).envelope).toEqual({
      type: 'error',
      code: 'AZB_X',
      exitCode: 2,
      azureCode: null,
      message: 'no such thing',
      target: null,
      cause: null,
      fix: [],
      docs: null,
      requestId: null,
      correlationId: null,
    });
  });

  it('carries everything the error knows', () => {
    const error = new AzbackupError({
      code: 'AZB_X',
      kind: 'azure-failed',
      message: 'not done',
      target: '/subscriptions/0',
      causes: ['one', 'two'],
      fix: ['azbackup status --vm VM001'],
      azureCode: 'UserErrorVmNotShutDown',
      docs: 'https://example.com/',
      requestId: 'r',
      correlationId: 'c',
    });
    expect(describeError(error, QUIET)).toEqual({
      causes: ['one', 'two'],
      needsOtherRights: false,
      envelope: {
        type: 'error',
        code: 'AZB_X',
        exitCode: 7,
        azureCode: 'UserErrorVmNotShutDown',
        message: 'not done',
        target: '/subscriptions/0',
        cause: 'one; two',
        fix: ['azbackup status --vm VM001'],
        docs: 'https://example.com/',
        requestId: 'r',
        correlationId: 'c',
      },
    });
  });

  it("adds what is known about Azure's code where the error says nothing itself", () => {
    const error = new AzbackupError({
      code: 'AZB_X',
      kind: 'azure-failed',
      message: 'not done',
      azureCode: 'usererrorvmnotshutdown',
    });
    expect(describeError(error, { ...QUIET, names: { vm: 'VM001' } }).envelope).toMatchObject({
      cause: 'VM001 is running, and must be deallocated for an in-place restore',
      fix: ['deallocate VM001, then restore again'],
      docs: 'https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms',
    });
  });

  it('names the missing permission once', () => {
    const denied = { action: 'Microsoft.X/y/write', scope: '/subscriptions/0' };
    const fields = { code: 'AZB_FORBIDDEN', kind: 'not-allowed', message: 'no', denied } as const;
    const plain = describeError(new AzbackupError(fields), QUIET);
    expect(plain.causes).toEqual(['needs Microsoft.X/y/write at /subscriptions/0']);
    expect(plain.needsOtherRights).toBe(true);
    const causes = ['needs Microsoft.X/y/write at that vault (Owner)'];
    const told = describeError(new AzbackupError({ ...fields, causes }), QUIET);
    expect(told.causes).toEqual(causes);
  });

  it.each(KINDS)('%s has its exit code', (kind) => {
    const error = new AzbackupError({ code: 'AZB_X', kind, message: 'x' });
    expect(describeError(error, QUIET).envelope.exitCode).toBe(EXIT_CODES[kind]);
  });
});

describe('the envelope of anything else', () => {
  it.each([
    [new TypeError('boom'), 'unexpected: boom'],
    ['a string', 'unexpected: a string'],
    [undefined, 'unexpected: undefined'],
  ])('%s is a bug', (thrown, message) => {
    expect(describeError(thrown, QUIET).envelope).toMatchObject({
      code: 'AZB_BUG',
      exitCode: 1,
      message,
      fix: ['report it with the output of the same command with --debug'],
    });
  });

  it('has a stack with --debug alone', () => {
    const thrown = new TypeError('boom');
    expect(describeError(thrown, QUIET).envelope).not.toHaveProperty('stack');
    expect(describeError(thrown, { debug: true }).envelope.stack).toBe(thrown.stack);
    expect(describeError('text', { debug: true }).envelope).not.toHaveProperty('stack');
  });
});
