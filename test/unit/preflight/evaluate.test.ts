import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/fact.js';
import { ADVISORY_BACKUP_CHECKS, BACKUP_CHECKS } from '../../../src/preflight/backup-checks.js';
import { CATALOGUE } from '../../../src/preflight/catalogue.js';
import { CHECK_IDS } from '../../../src/preflight/check-ids.js';
import type { Finding } from '../../../src/preflight/check.js';
import { grantWouldFix, isBlocking, evaluateChecks } from '../../../src/preflight/evaluate.js';
import {
  ABSENT,
  ALL_DATA_ACTIONS,
  FORBIDDEN,
  OTHER_VAULT_ID,
  UNAVAILABLE,
  UNREACHABLE,
  WITH_KEK,
  aPolicy,
  aRole,
  aVm,
  anItem,
  factsFor,
  type FactsBuilder,
} from '../../support/facts-builder.js';

const bek = factsFor(aVm().encryptedWithBek());
const kek = factsFor(aVm().linux().encryptedWithKek());
const notGranted = { roles: known([]) };
const deleted = { deletedAt: '2026-11-20T00:00:00Z', remainingSeconds: 900_000 };

function evaluated({ facts }: FactsBuilder, ignore: readonly string[] = []) {
  return evaluateChecks(facts, { ignore });
}

function blockers(findings: readonly Finding[]): readonly string[] {
  return findings.filter(isBlocking).map(({ checkId }) => checkId);
}

/** The machines of the estate that a newcomer meets, each with the checks that must name its trouble. */
const SITUATIONS: readonly [string, FactsBuilder, string, readonly string[]][] = [
  [
    'BEK and KEK, no grant',
    kek.withKeyVaultFacts(notGranted),
    'blocked',
    ['access.secrets-granted', 'access.keys-granted'],
  ],
  [
    'BEK-only, access policies, no grant',
    bek.withKeyVault({ permissionModel: 'access-policies' }),
    'blocked',
    ['access.secrets-granted'],
  ],
  ['platform-managed keys', factsFor(aVm().linux()), 'ready', []],
  [
    'customer-managed keys',
    factsFor(aVm().withManagedDisks({ encryptionAtRest: 'EncryptionAtRestWithCustomerKey' })),
    'ready',
    [],
  ],
  ['dual pass, granted', factsFor(aVm().dualPass()), 'ready', []],
  [
    'KEK of a certificate',
    kek.withVersion('keys', { managed: true }),
    'blocked',
    ['ade.key-standalone'],
  ],
  [
    'agent not ready',
    factsFor(
      aVm()
        .encryptedWithBek()
        .withInstanceView({
          agent: { version: 'Unknown', displayStatus: 'Not Ready', ready: false, message: '' },
        }),
    ),
    'blocked',
    ['vm.agent-ready'],
  ],
  ['KEK disabled', kek.withVersion('keys', { enabled: false }), 'blocked', ['ade.key-current']],
  [
    'firewall without trusted services',
    kek.withKeyVault({
      network: { publicAccess: 'Enabled', defaultAction: 'Deny', trustedServicesBypass: false },
    }),
    'blocked',
    ['keyvault.lets-backup-through'],
  ],
  [
    'protected elsewhere',
    factsFor(aVm()).with({ protection: known({ status: 'Protected', vaultId: OTHER_VAULT_ID }) }),
    'blocked',
    ['vm.not-protected-elsewhere'],
  ],
  [
    'soft-deleted item',
    bek.with({ item: known(anItem(bek.facts.vm, { softDelete: deleted })) }),
    'warning',
    [],
  ],
  ['unmanaged disks', factsFor(aVm().encryptedWithBek().unmanaged()), 'ready', []],
  [
    'Trusted Launch with an Enhanced policy',
    factsFor(aVm().with({ securityType: 'TrustedLaunch' })).with({
      policy: known(aPolicy({ policyType: 'Enhanced' })),
    }),
    'ready',
    [],
  ],
  [
    'secret and key purged',
    kek.withObject('secrets', ABSENT).withObject('keys', ABSENT),
    'blocked',
    ['ade.secret-current', 'ade.key-current'],
  ],
  ['encryption at host', factsFor(aVm().with({ encryptionAtHost: true })), 'ready', []],
];

describe('judge', () => {
  it.each(SITUATIONS)('%s', (_, facts, verdict, checks) => {
    const evaluation = evaluated(facts);
    expect(blockers(evaluation.findings)).toEqual(checks);
    expect(evaluation.verdict).toBe(verdict);
  });

  it('reports at least one finding for every check, in the order of the catalogue', () => {
    const ids = evaluated(kek).findings.map(({ checkId }) => checkId);
    expect([...new Set(ids)]).toEqual(CHECK_IDS);
  });

  it('blocks on what a blocking check does not know', () => {
    const evaluation = evaluated(kek.withObject('keys', UNAVAILABLE));
    expect(evaluation.verdict).toBe('blocked');
    expect(blockers(evaluation.findings)).toEqual(['ade.key-current', 'ade.key-standalone']);
  });

  it.each([
    ['what the caller may not read', FORBIDDEN],
    ['what is out of reach', UNREACHABLE],
  ])('leaves %s to Azure Backup, which reads it itself, unless it is to be strict', (_, unread) => {
    const { facts } = kek
      .withObject('keys', unread)
      .withObject('secrets', unread)
      .with({ principal: FORBIDDEN, protection: FORBIDDEN });
    expect(evaluateChecks(facts, { ignore: [] }).verdict).toBe('warning');
    const strict = evaluateChecks(facts, { ignore: [], strict: true });
    expect(blockers(strict.findings)).toEqual([
      'vm.not-protected-elsewhere',
      'ade.secret-current',
      'ade.key-current',
      'ade.key-standalone',
      'access.principal-known',
      'access.secrets-granted',
      'access.keys-granted',
    ]);
  });

  it('blocks on what is known to be wrong, whatever else could not be read', () => {
    const evaluation = evaluated(kek.withObject('keys', ABSENT).with({ principal: FORBIDDEN }));
    expect(blockers(evaluation.findings)).toContain('ade.key-current');
  });

  it.each([
    ['secretUrl', ['disk.encryption-recognised', 'ade.secret-current']],
    ['keyUrl', ['disk.encryption-recognised', 'ade.key-current']],
  ])('blocks on settings whose %s is no address', (field, expected) => {
    const settings = { ...WITH_KEK, [field]: 'Encryption succeeded' };
    const machine = aVm()
      .linux()
      .encryptedWithKek()
      .withManagedDisks({ adeSettings: { enabled: true, version: '1.1', settings: [settings] } });
    const { findings } = evaluated(factsFor(machine));
    expect(blockers(findings)).toEqual(expect.arrayContaining(expected));
  });

  it('warns of what a warning check does not know', () => {
    expect(evaluated(bek.with({ locks: FORBIDDEN })).verdict).toBe('warning');
  });

  it('warns of locks that cannot be read, however strictly: Azure obeys them', () => {
    const { facts } = bek.with({ vaultLocks: FORBIDDEN });
    expect(evaluateChecks(facts, { ignore: [], strict: true }).verdict).toBe('warning');
  });

  it('lets a verdict weigh more than its check', () => {
    const late = evaluated(bek.with({ now: '2029-01-01T00:00:00Z' }));
    expect(blockers(late.findings)).toEqual(['ade.not-past-retirement']);
  });

  it('reports an ignored finding without counting it', () => {
    const evaluation = evaluated(kek.withVersion('keys', { managed: true }), [
      'ade.key-standalone',
    ]);
    expect(evaluation.verdict).toBe('ready');
    expect(
      evaluation.findings.find(({ checkId }) => checkId === 'ade.key-standalone'),
    ).toMatchObject({ status: 'fail', ignored: true });
  });

  it('names the machine where a check names no subject', () => {
    const finding = evaluated(bek).findings.find(({ checkId }) => checkId === 'vm.agent-ready');
    expect(finding?.subject).toBe(bek.facts.vm.id);
  });

  it('says only what can be put into one line and one sentence', () => {
    for (const [, facts] of SITUATIONS) {
      for (const { summary, evidence, fix } of evaluated(facts).findings) {
        expect(summary).toMatch(/^[^\n]+[^.\n]$/u);
        expect([...evidence, ...fix].filter((line) => line === '' || /\n/u.test(line))).toEqual([]);
      }
    }
  });
});

describe('grantWouldFix', () => {
  it('is true when access is all that is lacking', () => {
    expect(grantWouldFix(evaluated(kek.withKeyVaultFacts(notGranted)))).toBe(true);
  });

  it.each([
    ['nothing blocks', kek],
    ['something else blocks too', kek.withKeyVaultFacts(notGranted).with({ vault: ABSENT })],
    ['whether access is there is unknown', kek.withKeyVaultFacts({ roles: FORBIDDEN })],
  ])('is false when %s', (_, facts) => {
    expect(grantWouldFix(evaluated(facts))).toBe(false);
  });

  it('is false when the caller asked for a grant and may not give it', () => {
    const facts = kek.with({ intent: { grant: true } }).withKeyVaultFacts({
      ...notGranted,
      callerPermissions: known([]),
    });
    expect(blockers(evaluated(facts).findings)).toContain('access.caller-can-grant');
    expect(grantWouldFix(evaluated(facts))).toBe(false);
  });
});

const anySituation = fc
  .constantFrom(...SITUATIONS.map(([, facts]) => facts))
  .chain((facts) =>
    fc.constantFrom(
      facts,
      facts.with({ vault: FORBIDDEN }),
      facts.with({ policy: UNAVAILABLE }),
      facts.with({ principal: FORBIDDEN }),
      facts.with({ protection: UNAVAILABLE }),
      facts.withKeyVaultFacts({ vault: FORBIDDEN }),
      facts.withKeyVaultFacts({ roles: FORBIDDEN }),
      facts.withObject('secrets', FORBIDDEN),
    ),
  );

describe('the checks before a backup', () => {
  const ungranted = kek.withKeyVaultFacts(notGranted).with({ vault: ABSENT });
  const options = { ignore: [], only: BACKUP_CHECKS, advisory: ADVISORY_BACKUP_CHECKS };

  it('are those that decide whether one can be taken now', () => {
    const ids = evaluateChecks(kek.facts, options).findings.map(({ checkId }) => checkId);
    expect([...new Set(ids)]).toEqual(CHECK_IDS.filter((id) => BACKUP_CHECKS.has(id)));
    expect(ids).toContain('vm.agent-ready');
    expect(ids).not.toContain('vault.has-room');
  });

  it('warn of a missing grant, and leave a protection that cannot be made aside', () => {
    const { verdict, findings } = evaluateChecks(ungranted.facts, options);
    expect(verdict).toBe('warning');
    expect(
      findings
        .filter(({ status }) => status === 'fail')
        .map((each) => [each.checkId, each.severity]),
    ).toEqual([
      ['access.secrets-granted', 'warn'],
      ['access.keys-granted', 'warn'],
    ]);
    expect(evaluated(ungranted).verdict).toBe('blocked');
  });

  it('block on everything else', () => {
    const disabled = kek.withVersion('keys', { enabled: false });
    expect(evaluateChecks(disabled.facts, options).verdict).toBe('blocked');
  });

  it('leave the severity of a check alone that would not block', () => {
    const advisory = new Set<string>(CHECK_IDS);
    const severities = (softer: boolean) =>
      evaluateChecks(kek.facts, { ignore: [], ...(softer ? { advisory } : {}) }).findings.map(
        ({ severity }) => severity,
      );
    expect(severities(true)).toEqual(
      severities(false).map((severity) => (severity === 'block' ? 'warn' : severity)),
    );
  });
});

describe('laws', () => {
  it('the same facts give the same judgement', () => {
    fc.assert(
      fc.property(anySituation, fc.subarray<string>([...CHECK_IDS]), (facts, ignore) => {
        expect(evaluated(facts, ignore)).toEqual(evaluated(facts, ignore));
      }),
    );
  });

  it('an ignored check never blocks, and ignoring never worsens the verdict', () => {
    const rank = { ready: 0, warning: 1, blocked: 2 };
    fc.assert(
      fc.property(anySituation, fc.subarray<string>([...CHECK_IDS]), (facts, ignore) => {
        const evaluation = evaluated(facts, ignore);
        expect(blockers(evaluation.findings).filter((id) => ignore.includes(id))).toEqual([]);
        expect(rank[evaluation.verdict]).toBeLessThanOrEqual(rank[evaluated(facts).verdict]);
      }),
    );
    expect(evaluated(kek.with({ vault: FORBIDDEN }), CHECK_IDS).verdict).toBe('ready');
  });

  it('giving the backup service more never turns a pass into a failure', () => {
    const role = fc
      .record({
        actions: fc.subarray([...ALL_DATA_ACTIONS, 'Microsoft.KeyVault/vaults/secrets/*']),
        scope: fc.constantFrom(
          '/',
          '/subscriptions/another',
          kek.facts.keyVaults[0]?.vaultId ?? '',
        ),
        excluded: fc.subarray([...ALL_DATA_ACTIONS]),
      })
      .map(({ actions, scope, excluded }) =>
        aRole(actions, { scope }, { notDataActions: excluded }),
      );
    fc.assert(
      fc.property(fc.array(role, { maxLength: 3 }), role, (before, more) => {
        const statuses = (roles: readonly ReturnType<typeof aRole>[]) =>
          evaluated(kek.withKeyVaultFacts({ roles: known(roles) })).findings.map(
            ({ status }) => status,
          );
        const earlier = statuses(before);
        const later = statuses([...before, more]);
        expect(
          later.map((status, at) => earlier[at] === 'pass' && status !== 'pass'),
        ).not.toContain(true);
      }),
    );
  });

  it('no check throws on any of these facts', () => {
    fc.assert(
      fc.property(anySituation, ({ facts }) => {
        for (const check of CATALOGUE) {
          expect(check.evaluate(facts).length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
