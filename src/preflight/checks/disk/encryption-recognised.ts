import type { Encryption } from '../../../domain/encryption/encryption.js';
import { sameName } from '../../../domain/resource-id.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { pass, unknown, unread, type Unreadable } from '../../check-result.js';
import { unreadableFix, unreadableWords } from '../../vault-objects.js';

/** Never fails: an encryption that is not recognised is unknown, and so is a disk that was not read. */
export const diskEncryptionRecognised: Check = {
  id: 'disk.encryption-recognised',
  title: 'The encryption of every disk is known',
  severity: 'block',
  source:
    'Overview of managed disk encryption options; recording vm-get-instanceview.ade-encrypted',
  evaluate: (facts) => [resultFor(facts)],
};

const NAMES: Readonly<Record<Exclude<Encryption['kind'], 'ade' | 'unrecognised'>, string>> = {
  'platform-key': 'platform-managed keys',
  'customer-key': 'customer-managed keys',
  double: 'platform-managed and customer-managed keys',
  'at-host': 'encryption at host',
  confidential: 'confidential disk encryption',
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { encryption, vm } = facts;
  const evidence = encryption.evidence.map(
    ({ source, subject, statement }) => `${source} ${subject}: ${statement}`,
  );
  if (encryption.kind === 'unrecognised') {
    return unrecognised(
      facts,
      `The encryption of ${vm.name} is unknown: ${encryption.what}`,
      evidence,
    );
  }
  if (encryption.kind === 'ade') {
    const names = unseenDisks(facts).map(({ attached }) => attached.name);
    const [unreadable] = encryption.unreadable;
    if (unreadable !== undefined) {
      return unknown(unreadableWords(unreadable), {
        evidence,
        fix: [unreadableFix(vm)],
        docs: DOCS.diskEncryption,
      });
    }
    return names.length > 0
      ? unrecognised(facts, `The key of ${names.join(', ')} is unknown`, evidence)
      : pass(`${vm.name} is encrypted with ADE (${encryption.pass} pass)`, { evidence });
  }
  return pass(`${vm.name} is encrypted with ${NAMES[encryption.kind]}`, { evidence });
}

function unrecognised(
  facts: PreflightFacts,
  summary: string,
  evidence: readonly string[],
): CheckResult {
  const cause = facts.disks
    .map(({ disk }) => disk)
    .find((disk): disk is Unreadable => disk.status === 'unreadable');
  const details = { evidence, docs: DOCS.diskEncryption };
  return cause === undefined
    ? unknown(summary, { ...details, fix: [azbackup('preflight', facts.vm)] })
    : unread(facts, cause, summary, {
        ...details,
        action: 'Microsoft.Compute/disks/read',
        scope: `/subscriptions/${facts.vm.subscriptionId}/resourceGroups/${facts.vm.resourceGroup}`,
      });
}

/** Managed disks that neither the disk itself nor the instance view tells about. */
function unseenDisks({ disks, vm }: PreflightFacts): PreflightFacts['disks'] {
  const seen = vm.instanceView?.disks ?? [];
  return disks.filter(
    ({ attached, disk }) =>
      attached.source.kind === 'managed' &&
      disk.status !== 'known' &&
      !seen.some(({ name }) => sameName(name, attached.name)),
  );
}
