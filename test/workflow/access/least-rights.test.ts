// Commands as Azure's documented operators run them, who read neither key vaults nor the directory.
import { describe, expect, it } from 'vitest';
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
