import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { principal, substance } from '../support/contoso.js';
import { grantAccess, preflight, words } from '../protection/only-item.js';

describe('--backup-principal-id', () => {
  it.each(['VM001', 'VM002', 'VM003'])(
    '%s: refuses the application id that every page names',
    async (vm) => {
      const world = defaultWorld();
      const run = await runCli(
        words(
          'grant-access',
          `--vm ${vm} --backup-principal-id 262044B1-e2ce-469f-a196-69ab7ada62d3`,
        ),
        { world },
      );
      expect(run.code).toBe(2);
      expect(run.stderr).toContain('AZB_PRINCIPAL_IS_APPLICATION');
      expect(run.stderr).toContain('application id of Backup Management Service');
      expect(run.writes).toEqual([]);
    },
  );

  it.each([
    ['VM001', 'kv-prod-rbac'],
    ['VM002', 'kv-prod-policy'],
  ])('%s: is compared with the directory, and blocks where they differ', async (vm) => {
    const world = defaultWorld();
    const before = substance(world);
    const { run, item } = await grantAccess(
      `--vm ${vm} --backup-principal-id ${objectIds.diskEncryptionSet}`,
      { world },
    );
    expect(run.code).toBe(5);
    expect(item.outcome).toBe('blocked');
    const finding = item.findings.find(({ checkId }) => checkId === 'access.principal-known');
    expect(finding?.evidence).toEqual([`Microsoft Graph has it as ${objectIds.backupService}`]);
    expect(substance(world)).toEqual(before);
  });

  it('is not called right where the directory cannot be read', async () => {
    const world = defaultWorld();
    principal(world, objectIds.operator).graphPermissions = [];
    const { run, item } = await preflight(
      `--vm VM005 --backup-principal-id ${objectIds.backupService}`,
      { world },
    );
    expect(run.code).toBe(0);
    expect(item.verdict).toBe('warning');
    const finding = item.findings.find(({ checkId }) => checkId === 'access.principal-known');
    expect(finding).toMatchObject({ status: 'unknown', severity: 'warn' });
  });
});
