// Causes that several machines share, and the one command that mends them for all.
import { describe, expect, it } from 'vitest';
import type { FindingDocument } from '../../../src/commands/results/parts.js';
import { createView } from '../../../src/output/view.js';
import { formatSharedCauses } from '../../../src/output/views/shared-causes.js';
import { recordIo } from './recorded-io.js';

const VIEW = createView(recordIo({ tty: false, columns: 100 }).io, 'out', {
  now: '2026-11-23T00:00:00Z',
});

const SECRETS = "the service can't read secrets of kv-app";

function lacking(
  summary: string,
  fix: string,
  more: Partial<FindingDocument> = {},
): FindingDocument {
  return {
    checkId: 'access.secrets-granted',
    status: 'fail',
    severity: 'block',
    subject: '/kv-app',
    summary,
    evidence: [],
    fix: [fix],
    docs: null,
    ignored: false,
    ...more,
  };
}

/** The lines for machines with these findings; each makes its own from its name. */
function causes(
  machines: Readonly<Record<string, (name: string) => readonly FindingDocument[]>>,
): readonly string[] {
  const items = Object.entries(machines).map(([name, findings]) => ({
    vm: { name },
    findings: findings(name),
  }));
  return formatSharedCauses(items, VIEW);
}

const grant = (summary: string) => (name: string) => [
  lacking(summary, `azbackup grant-access --vm ${name}`),
];

describe('a cause that machines share', () => {
  it('is told once, with the grant for the machine that lacks most', () => {
    const both = (name: string): readonly FindingDocument[] => [
      ...grant(SECRETS)(name),
      ...grant("the service can't read keys of kv-app")(name),
    ];
    expect(causes({ VM001: grant(SECRETS), VM002: both, VM003: grant(SECRETS) })).toEqual([
      `3 VMs: ${SECRETS}. Fixed for all of them by:`,
      expect.stringMatching(/^ {2}azbackup grant-access --vm VM002 .*--dry-run/u),
    ]);
  });

  it('comes before one that fewer share, and one machine has none', () => {
    const kv = (name: string): string => `the service can't read secrets of ${name}`;
    const lines = causes({
      VM001: grant(kv('kv-1')),
      VM002: grant(kv('kv-1')),
      VM003: grant(kv('kv-2')),
      VM004: grant(kv('kv-2')),
      VM005: grant(kv('kv-2')),
      VM006: grant(kv('kv-3')),
    });
    expect(lines.filter((line) => line.includes('VMs:')).map((line) => line.slice(-30))).toEqual([
      'kv-2. Fixed for all of them by:'.slice(-30),
      'kv-1. Fixed for all of them by:'.slice(-30),
    ]);
    expect(lines.join()).not.toContain('kv-3');
  });

  it.each([
    {
      what: 'a command for one machine',
      finding: (name: string) => lacking('no vault is chosen', `azbackup preflight --vm ${name}`),
    },
    {
      what: 'a machine in its words',
      finding: (name: string) => lacking(`${name} is locked`, 'az lock delete --ids lock'),
    },
    {
      what: 'no command',
      finding: () => lacking('its key is gone', 'bring the key back'),
    },
    {
      what: 'an answer that is unknown',
      finding: (name: string) =>
        lacking(SECRETS, `azbackup grant-access --vm ${name}`, { status: 'unknown' }),
    },
    {
      what: 'a warning only',
      finding: () => lacking('soft delete is off', 'az keyvault update', { severity: 'warn' }),
    },
  ])('is none of those with $what', ({ finding }) => {
    const findings = (name: string): readonly FindingDocument[] => [finding(name)];
    expect(causes({ VM001: findings, VM002: findings })).toEqual([]);
  });

  it('may be mended by a command that names no machine', () => {
    const unlock = (): readonly FindingDocument[] => [
      lacking('a lock protects rg-app', 'az lock delete --ids lock'),
    ];
    expect(causes({ VM001: unlock, VM002: unlock })[1]).toBe('  az lock delete --ids lock');
  });
});
