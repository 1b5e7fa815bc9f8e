// The checks that matter to a backup of a machine that is protected already: whether it can be taken now.
// What only decides whether the machine could be protected, and where, is left out.

/** Ids of those checks. */
export const BACKUP_CHECKS: ReadonlySet<string> = new Set([
  'vm.provisioning-succeeded',
  'vm.providers-registered',
  'vm.agent-ready',
  'vm.subscription-matches-vault',
  'vm.snapshot-group-unlocked',
  'disk.encryption-recognised',
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
  'keyvault.lets-backup-through',
  'access.principal-known',
  'access.secrets-granted',
  'access.keys-granted',
  'vault.cmk-readable',
  'vault.unlocked',
]);

/**
 * Those of them that only warn before a backup. A grant takes up to ten minutes to reach a key vault and as
 * long to leave it, and a backup that fails for want of one changes nothing: Azure decides, and how its job
 * ends is how the command ends.
 */
export const ADVISORY_BACKUP_CHECKS: ReadonlySet<string> = new Set([
  'access.secrets-granted',
  'access.keys-granted',
]);
