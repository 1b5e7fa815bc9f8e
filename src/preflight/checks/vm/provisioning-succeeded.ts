import { powerStateOf } from '../../../domain/power-state.js';
import type { Check, Verdict } from '../../check.js';
import { azbackup, azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass } from '../../verdict.js';

/** Backups fail (UserErrorVmNotInDesirableState) while a VM is in a failed or passing state. */
export const vmProvisioningSucceeded: Check = {
  id: 'vm.provisioning-succeeded',
  title: 'The VM is provisioned and at rest: running, stopped or deallocated',
  severity: 'block',
  source: 'Troubleshoot Azure VM backup: UserErrorVmNotInDesirableState',
  evaluate: (facts) => [verdictOn(facts)],
};

function verdictOn({ vm }: PreflightFacts): Verdict {
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
      docs: DOCS.agentTroubleshooting,
    });
  }
  if (state.toLowerCase() !== 'succeeded' || powerStateOf(vm) === 'changing') {
    return fail(`${vm.name} is changing state, which has to end first`, {
      evidence,
      fix: [azVm(vm, 'wait', '--updated'), azbackup('preflight', vm)],
      docs: DOCS.vmTroubleshooting,
    });
  }
  return pass(`${vm.name} is provisioned`, { evidence });
}
