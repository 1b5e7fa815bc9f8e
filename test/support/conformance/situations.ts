// In what situation each recording was made, as far as the recording itself does not tell.

import { findResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import type { Recording } from '../recordings.js';
import { tiny, type TinySandbox } from '../worlds/tiny-world.js';
import { seedRecordedObjects } from '../../../src/sandbox/recorded/recorded-objects.js';
import type { Interludes } from '../../../src/sandbox/recorded/replay.js';
import {
  addPrincipal,
  agentsNotReady,
  encrypted,
  seedRecordedAssignments,
} from './situation-seeds.js';
import {
  backUp,
  encryptForDecrypting,
  learnBareName,
  learnCancellation,
  learnJob,
  learnRecoveryPoint,
  othersLeave,
  pause,
  policy,
  protect,
  protectAddressed,
  putItem,
  refresh,
  removeItem,
  removePolicy,
  sequence,
  softDeleteOff,
  startBackup,
  startRestore,
  steps,
  stop,
  updateRole,
  VAULT,
  VM3,
  VM4,
} from './situation-steps.js';

/** How a recording is prepared. */
export interface Situation {
  /** Changes the world before the recording begins. */
  readonly seed?: (state: WorldState, recording: Recording) => void;
  readonly interludes?: Interludes<TinySandbox>;
  /** Takes out of the recording what the sandbox refuses, so that the rest can be held to it. */
  readonly adapt?: (recording: Recording) => Recording;
}

/** By the file of the recording; a recording that is not listed needs nothing. */
export const situations: Readonly<Record<string, Situation>> = {
  'ade-disable.poll-sequence.json': { seed: encrypted },
  'vm-get.ade-encrypted-windows.json': { seed: encrypted },
  'vm-get-instanceview.ade-encrypted-windows.json': { seed: encrypted },
  'vm-get-instanceview.agent-not-ready.json': {
    seed: agentsNotReady,
  },
  'backup-now.poll-sequence.json': { interludes: steps(protect()) },
  'backup-now.poll-sequence-with-500.json': { interludes: steps(protect()) },
  'reference.powershell-2024.backup-trigger-and-cancel.json': {
    interludes: { 0: protectAddressed, 1: learnJob, 2: learnCancellation },
  },
  'containers-list.by-friendly-name.json': { interludes: steps(protect()) },
  'containers-list.registered.json': { interludes: steps(protect(), protect(VM4)) },
  'containers-list.two-vms.json': { interludes: steps(protect(), protect(VM4)) },
  'containers-list.softdeleted-registration.json': {
    interludes: steps(protect(), removeItem),
  },
  'job-cancel.202.json': { interludes: steps(protect(), startBackup, learnJob) },
  'jobs-list.no-filter-and-filters.json': {
    interludes: steps(protect(), backUp, startRestore),
  },
  'policies-list.all.json': {
    interludes: {
      0: sequence(policy('clitest-item000003'), policy('clitest-item000004')),
      1: policy('clitest-policy000009'),
      2: removePolicy('clitest-policy000009'),
    },
  },
  'policy-delete.200.json': {
    interludes: steps(
      policy('clitest-policy5000010'),
      policy('clitest-enhpolicy000011'),
      policy('clitest-policy000009'),
    ),
  },
  'policy-create.copy-of-default.json': {
    interludes: steps(protect(), protect(VM4), pause),
  },
  'protection-enable.poll-sequence-4.json': { interludes: { 1: refresh } },
  'protection-enable.two-vms.sequence.json': {
    interludes: { 0: softDeleteOff, 22: othersLeave },
  },
  'keyvault-key-create.401-challenge-then-200.json': {
    seed: (state) => {
      const id = `${tiny.group}/providers/Microsoft.KeyVault/vaults/clitest000004`;
      Object.assign(findResource(state, id)?.properties ?? {}, { enablePurgeProtection: true });
    },
  },
  'protectable-items-list.before-and-after-refresh.json': { interludes: { 1: refresh } },
  'protected-item-get.irpending.json': { interludes: steps(protect()) },
  'protected-items-list.irpending.json': { interludes: steps(protect()) },
  'protected-items-list.by-policy-name.json': {
    interludes: steps(protect('clitest-vm000005'), protect('clitest-vm000006')),
  },
  'protected-items-list.two-vms.json': {
    interludes: {
      0: sequence(protect(), protect(VM4)),
      1: sequence(
        policy('clitest-item000007'),
        putItem(VM3, { policyId: `${VAULT}/backupPolicies/clitest-item000007` }),
      ),
      2: sequence(softDeleteOff, removeItem),
    },
  },
  'protected-items-list.protected.json': { interludes: steps(protect(), backUp) },
  'protection-change-policy.poll-sequence.json': {
    interludes: steps(protect(), protect(VM4), policy('clitest-item000007')),
  },
  'protection-delete-data.poll-sequence.json': {
    interludes: steps(protect(), backUp, softDeleteOff),
  },
  'protection-delete-data.poll-sequence-2.json': {
    interludes: steps(protect(), backUp, softDeleteOff),
  },
  'protection-delete-data.poll-sequence-3.json': {
    interludes: steps(protect(VM4), softDeleteOff),
  },
  'protection-delete-data.after-softdelete-off.json': {
    interludes: steps(protect(), softDeleteOff),
  },
  'protection-delete-soft.poll-sequence.json': { interludes: steps(protect()) },
  'protection-undelete.poll-sequence.json': { interludes: steps(protect(), removeItem) },
  'protection-stop-retain.sequence.json': { interludes: steps(protect(), backUp) },
  'protection-resume.sequence.json': { interludes: steps(protect(), backUp, stop) },
  'recovery-point-get.one.json': { interludes: steps(protect(), backUp, learnRecoveryPoint) },
  'recovery-points-list.one.json': { interludes: steps(protect(), backUp) },
  'restore-disks.poll-sequence-slow-vault-tier.json': {
    interludes: steps(protect(), backUp, learnRecoveryPoint, learnBareName),
  },
  'restore-disks.trigger-and-first-polls.json': {
    interludes: steps(protect(), backUp, learnRecoveryPoint),
  },
  'flow.enable-backup-restore-stop-resume-delete.json': {
    interludes: steps(softDeleteOff, learnBareName),
  },
  'vault-get.after-redundancy-known.json': {
    interludes: {
      0: softDeleteOff,
      1: sequence(protect(), pause),
    },
  },
  'kv-key-get.200.json': { seed: seedRecordedObjects },
  'kv-keys-list.200.json': { seed: seedRecordedObjects },
  'kv-key-backup-delete-purge-restore.json': { seed: seedRecordedObjects },
  'kv-key-decrypt.200.json': {
    seed: seedRecordedObjects,
    interludes: { 0: encryptForDecrypting },
  },
  'kv-secret-get.latest-and-version.json': { seed: seedRecordedObjects },
  'kv-secret-update.disable.json': { seed: seedRecordedObjects },
  'kv-secret-versions.200.json': { seed: seedRecordedObjects },
  'kv-secrets-list.200.json': { seed: seedRecordedObjects },
  'kv-secrets-list.paged.json': { seed: seedRecordedObjects },
  'kv-secret-backup-delete-purge-restore.json': { seed: seedRecordedObjects },
  'graph-sp-get.200-and-404.json': {
    seed: (state) => {
      addPrincipal(state, {
        objectId: '0d380b48-63eb-4a1b-8023-a5af7aaf2f6d',
        type: 'ServicePrincipal',
        displayName: 'azure-cli-test000001',
        appId: '4faba265-b3a0-4bfd-8f56-f8a1a0cee277',
      });
    },
  },
  'role-assignment-update.put-get.json': {
    // az's recorder numbered the one assignment anew in each request; conditions are refused.
    adapt: (recording) =>
      replaceText(recording, [
        [/88888888-0000-0000-0000-00000000000\d/gu, '88888888-0000-0000-0000-000000000001'],
        [/(?<="condition(?:Version)?":)"[^"]*"/gu, 'null'],
        [/,"condition":null,"conditionVersion":null(?=\})/gu, ''],
      ]),
    seed: (state) => {
      addPrincipal(state, { objectId: '285754a5-70ad-44af-9251-28c415538f72', type: 'User' });
    },
  },
  'role-assignments-list.at-scope.json': { seed: seedRecordedAssignments },
  'role-definition-create-delete.custom.json': { interludes: { 1: updateRole } },
};

function replaceText(
  recording: Recording,
  replacements: readonly (readonly [RegExp, string])[],
): Recording {
  let text = JSON.stringify(recording);
  for (const [pattern, replacement] of replacements) {
    text = text.replaceAll(pattern, replacement);
  }
  // Only texts were replaced, so it is a recording still.
  return JSON.parse(text) as Recording;
}
