import { isOlder } from '../../../domain/release.js';
import { powerStateOf } from '../../../domain/power-state.js';
import type { InstanceView, VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup, azVm } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip, unknown } from '../../check-result.js';

/** The snapshot extension is installed and driven by the VM agent; a VM that is off needs none. */
export const vmAgentReady: Check = {
  id: 'vm.agent-ready',
  title: 'The agent of the running VM responds',
  severity: 'block',
  source: 'troubleshoot Azure Backup failure: UserErrorGuestAgentStatusUnavailable',
  evaluate: (facts) => [resultFor(facts)],
};

/** Oldest Windows agent that Azure Backup works with: "troubleshoot Azure VM backup". */
const OLDEST_WINDOWS_AGENT = '2.6.1198.718';

function resultFor({ vm }: PreflightFacts): CheckResult {
  const power = powerStateOf(vm);
  if (power === 'deallocated' || power === 'stopped') {
    return skip(
      `${vm.name} is ${power}: its agent cannot respond, and backups are crash-consistent`,
    );
  }
  const agent = vm.instanceView?.agent;
  if (vm.instanceView === undefined || (agent === undefined && power === 'unknown')) {
    return unknown(`Unknown whether the agent of ${vm.name} is ready`, {
      evidence: ['Azure returned no instance view of the VM agent'],
      fix: [azVm(vm, 'get-instance-view'), azbackup('preflight', vm)],
      docs: DOCS.agentErrors,
    });
  }
  return agent?.ready === true ? resultForVersion(vm, agent) : notReady(vm, agent);
}

type Agent = NonNullable<InstanceView['agent']>;

function notReady(vm: VirtualMachine, agent: Agent | undefined): CheckResult {
  return fail(`The agent of ${vm.name} is not ready`, {
    evidence:
      agent === undefined
        ? ['the running VM reports no agent']
        : [`status ${agent.displayStatus}`, `version ${agent.version}`, agent.message].filter(
            (line) => line !== '',
          ),
    fix: [
      vm.osType === 'Linux'
        ? 'inside the VM: systemctl restart walinuxagent || systemctl restart waagent'
        : 'inside the VM: Restart-Service WindowsAzureGuestAgent, RdAgent',
      azVm(vm, 'restart'),
    ],
    docs: DOCS.agentErrors,
  });
}

function resultForVersion(vm: VirtualMachine, agent: Agent): CheckResult {
  const evidence = [`version ${agent.version}`];
  return vm.osType === 'Windows' && isOlder(agent.version, OLDEST_WINDOWS_AGENT)
    ? fail(`The agent of ${vm.name} is too old`, {
        evidence: [...evidence, `Azure Backup needs ${OLDEST_WINDOWS_AGENT} or newer`],
        fix: ['inside the VM: install the newest Windows VM agent, https://aka.ms/WinAgent'],
        docs: DOCS.vmBackupErrors,
      })
    : pass(`The agent of ${vm.name} is ready`, { evidence });
}
