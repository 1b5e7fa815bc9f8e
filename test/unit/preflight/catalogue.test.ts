import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/preflight/catalogue.js';
import { CHECK_IDS } from '../../../src/preflight/check-ids.js';

/** Scripts override and read checks by these ids: none may go, be renamed, or be added unnoticed. */
const CONTRACT = [
  'vm.provisioning-succeeded',
  'vm.providers-registered',
  'vm.agent-ready',
  'vm.region-matches-vault',
  'vm.subscription-matches-vault',
  'vm.not-protected-elsewhere',
  'vm.item-not-soft-deleted',
  'vm.security-type-fits-policy',
  'vm.confidential-supported',
  'vm.disks-within-restore-limits',
  'vm.snapshot-group-unlocked',
  'disk.encryption-recognised',
  'disk.type-fits-policy',
  'disk.data-access-open',
  'disk.not-shared',
  'ade.state-settled',
  'ade.extension-healthy',
  'ade.secret-current',
  'ade.secret-tagged',
  'ade.key-current',
  'ade.key-standalone',
  'ade.not-past-retirement',
  'keyvault.found',
  'keyvault.region-and-subscription-match',
  'keyvault.enabled-for-disk-encryption',
  'keyvault.soft-delete-on',
  'keyvault.purge-protection-on',
  'keyvault.lets-backup-through',
  'keyvault.unlocked',
  'access.principal-known',
  'access.secrets-granted',
  'access.keys-granted',
  'access.caller-can-grant',
  'vault.found',
  'vault.has-room',
  'vault.cmk-readable',
  'vault.unlocked',
  'policy.found',
  'policy.fits-vm',
  'policy.has-room',
];

const FOLDER = 'src/preflight/checks';

describe('the catalogue', () => {
  it('has exactly the checks of the contract', () => {
    expect(CHECK_IDS).toEqual(CONTRACT);
  });

  it('has the checks of the list of ids, in its order', () => {
    expect(CATALOGUE.map(({ id }) => id)).toEqual(CHECK_IDS);
  });

  it('has no id twice', () => {
    expect(new Set(CHECK_IDS).size).toBe(CHECK_IDS.length);
  });

  it('keeps each check in the file that its id names', () => {
    const fileOf = (id: string): string => `${id.replace('.', '/')}.ts`;
    const files = readdirSync(FOLDER, { recursive: true })
      .map((file) => String(file).replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts'));
    expect(files.toSorted()).toEqual(CHECK_IDS.map(fileOf).toSorted());
    for (const id of CHECK_IDS) {
      const text = readFileSync(`${FOLDER}/${fileOf(id)}`, 'utf8');
      expect(text).toContain(`id: '${id}'`);
    }
  });

  it.each(CATALOGUE)('$id says its good state and where the rule comes from', (check) => {
    expect(check.title).toMatch(/^[A-Z].*[^.]$/u);
    expect(check.source).not.toBe('');
  });
});
