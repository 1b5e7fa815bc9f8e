import { powerStateOf } from '../../../domain/power-state.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup, azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass } from '../../check-result.js';

/** Backups fail (UserErrorVmNotInDesirableState) while a VM is in a failed or passing state. */
export const vmProvisioningSucceeded: Check = {
  id: 'vm.provisioning-succeeded',
  title: 'The VM is provisioned: running, stopped or deallocated',
  severity: 'block',
  source: 'troubleshoot Azure VM backup: UserErrorVmNotInDesirableState',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor({ vm }: PreflightFacts): CheckResult {
  const state = vm.provisioningState;
  const power = vm.instanceView?.powerState;
  const evidence = [
    `provisioning state ${state}`,
    ...(power === undefined ? [] : [`power state ${power}`]),
  ];
  if (state.toLowerCase() === 'failed') {
    return fail(`${vm.name} is in the provisioning state Failed`, {
      evidence,
      fix: [azVm(vm, 'reapply')],
      docs: DOCS.agentErrors,
    });
  }
  if (state.toLowerCase() !== 'succeeded' || powerStateOf(vm) === 'changing') {
    return fail(`${vm.name} is changing state; wait until it has finished`, {
      evidence,
      fix: [azVm(vm, 'wait', '--updated'), azbackup('preflight', vm)],
      docs: DOCS.vmBackupErrors,
    });
  }
  return pass(`${vm.name} is provisioned`, { evidence });
}
