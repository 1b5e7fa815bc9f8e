// Commands as Azure's documented operators run them, who read neither key vaults nor the directory.
import { describe, expect, it } from 'vitest';
import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { runCli } from '../../support/run-cli.js';
import { itemOf, PRODUCTION_VAULT } from '../support/contoso.js';
import { enable } from '../protection/only-item.js';

describe('enable by a Backup Operator and Virtual Machine Contributor', () => {
  // What Azure documents as enough; neither reads key vaults or the directory.
  const AS = `-g rg-prod --vault ${PRODUCTION_VAULT}`;
  const env = { AZBACKUP_SANDBOX_AS: 'backup-operator' };

  it('protects a machine whose access is granted, and says what it could not check', async () => {
    const { run, item } = await enable(`--vm VM012 ${AS}`, { env });
    expect([run.code, item.outcome]).toEqual([0, 'enabled']);
    expect(run.stderr).toMatch(/VM012: could not be checked here: .*access\.secrets-granted/u);
  });

  it('says OK of nothing that Azure Backup then refuses', async () => {
    const { run, item } = await enable(`--vm VM001 ${AS}`, { env });
    expect(run.code).not.toBe(0);
    expect(item).toMatchObject({
      outcome: 'failed',
      error: { azureCode: 'UserErrorKeyVaultPermissionsNotConfigured' },
    });
    expect(itemOf(run.world, 'VM001')).toBeUndefined();
  });

  it('is blocked when it is to be strict', async () => {
    const { run, item } = await enable(`--vm VM012 --strict ${AS}`, { env });
    expect([run.code, item.outcome, run.writes]).toEqual([5, 'blocked', []]);
  });
});

describe('restore by who may read resources, and no key vault', () => {
  it.each(['restore --vm VM014', 'restore-keys --vm VM014 --recovery-point latest'])(
    '%s names the lacking rights, and how to get them',
    async (argv) => {
      const env = { AZBACKUP_SANDBOX_AS: 'azbackup-viewer' };
      const run = await runCli([...argv.split(' '), '-o', 'json'], { env });
      expect(run.code).toBe(4);
      const { fix }: ErrorEnvelope = JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '');
      const grant = (kind: string): RegExp =>
        new RegExp(
          `^get ${kind}s list on kv-prod-lost: .*az keyvault set-policy --name kv-prod-lost .*--object-id ${objectIds.viewer} --${kind}-permissions list$`,
          'u',
        );
      const ofKeys = fix.filter((line) => line.includes('kv-prod-lost'));
      expect(ofKeys.slice(0, 2)).toEqual(
        ['key', 'secret'].map((kind) => expect.stringMatching(grant(kind))),
      );
    },
  );

  it.each(['', ' --ignore keys', ' --dry-run'])(
    'restore%s names the right to restore first, and changes nothing',
    async (more) => {
      const argv = `restore --vm VM005${more} --sandbox-as azbackup-viewer`;
      const run = await runCli(argv.split(' '));
      expect([run.code, run.writes]).toEqual([4, []]);
      expect(run.stderr).toMatch(/^error: not allowed to restore VM005 from rsv-prod$/mu);
      const text = run.stderr.replaceAll(/\s+/gu, ' ');
      expect(text).toMatch(
        / needs \S+\/recoveryPoints\/restore\/action at \S+\/vaults\/rsv-prod try: /u,
      );
      expect(text).toContain("--role 'Backup Operator' --scope /subscriptions/");
      expect(run.stderr.includes('kv-prod-app')).toBe(!more.includes('keys'));
      expect(run.stderr).not.toContain('continue anyway');
    },
  );
});
