// The ids of the checks: a contract, because scripts read them and override by them. Apart from the
// checks, so that a command that takes none of them loads none of them.

/** Ids of all checks, in the catalogue's order. */
export const CHECK_IDS = [
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
] as const;

/** The id of a check. Stable, dotted, says the good state. */
export type CheckId = (typeof CHECK_IDS)[number];
