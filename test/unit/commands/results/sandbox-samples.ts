// Documents of the commands on the sandbox, for goldens and the contract of keys.
import type { McpDocument } from '../../../../src/commands/mcp/result.js';
import type {
  SandboxResetDocument,
  SandboxShowDocument,
} from '../../../../src/commands/sandbox/result.js';
import type { SandboxClockDocument } from '../../../../src/commands/sandbox/clock/result.js';
import type { SandboxFaultDocument } from '../../../../src/commands/sandbox/fault/result.js';
import type {
  SandboxEnvDocument,
  SandboxServeDocument,
} from '../../../../src/commands/sandbox/serve.result.js';
import type { SandboxVerifyDocument } from '../../../../src/commands/sandbox/verify/result.js';

const WORLD = {
  name: 'default',
  directory: '/home/ana/.local/state/azbackup/sandbox',
  time: '2026-11-23T00:00:00Z',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
};

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers';
const MACHINES = {
  VM001: { id: `${GROUP}/Microsoft.Compute/virtualMachines/VM001`, name: 'VM001' },
  VM005: { id: `${GROUP}/Microsoft.Compute/virtualMachines/VM005`, name: 'VM005' },
};

export const SANDBOX_RESET: SandboxResetDocument = {
  kind: 'sandbox-reset',
  schemaVersion: 1,
  dryRun: false,
  items: [WORLD],
  summary: { virtualMachines: 16 },
};

export const SANDBOX_SHOW: SandboxShowDocument = {
  kind: 'sandbox-show',
  schemaVersion: 1,
  world: WORLD,
  items: [
    {
      vm: MACHINES.VM001,
      resourceGroup: 'rg-prod',
      osType: 'Linux',
      encryption: 'ADE single pass, BEK + KEK',
      keyVaults: ['kv-prod-rbac'],
      protectedIn: null,
      protectionState: null,
      recoveryPoints: 0,
      situation: 'ADE, key vault firewall blocks trusted services',
    },
    {
      vm: MACHINES.VM005,
      resourceGroup: 'rg-prod',
      osType: 'Windows',
      encryption: 'ADE single pass, BEK + KEK',
      keyVaults: ['kv-prod-rbac', 'kv-prod-policy'],
      protectedIn: 'rsv-prod',
      protectionState: 'Protected',
      recoveryPoints: 14,
      situation: null,
    },
  ],
  summary: {
    virtualMachines: 2,
    keyVaults: 2,
    recoveryServicesVaults: 1,
    protectedItems: 1,
    recoveryPoints: 14,
  },
};

export const SANDBOX_SERVE: SandboxServeDocument = {
  kind: 'sandbox-serve',
  schemaVersion: 1,
  items: [
    {
      proxy: 'http://127.0.0.1:8443',
      endpoint: 'https://localhost:8443',
      port: 8443,
      certificate: `${WORLD.directory}/ca.pem`,
      directory: WORLD.directory,
      recordings: '/home/ana/exchanges',
    },
  ],
  summary: { world: 'default', time: WORLD.time, speed: 60 },
};

/** What a server has done for its client. */
export const MCP: McpDocument = {
  kind: 'mcp',
  schemaVersion: 1,
  items: [
    { tool: 'status', calls: 2, failed: 0 },
    { tool: 'plan', calls: 1, failed: 0 },
  ],
  summary: { calls: 3, applied: 0 },
};

export const SANDBOX_ENV: SandboxEnvDocument = {
  kind: 'sandbox-env',
  schemaVersion: 1,
  shell: 'bash',
  items: [
    { name: 'HTTPS_PROXY', value: 'http://127.0.0.1:8443' },
    { name: 'NO_PROXY', value: null },
    { name: 'NODE_EXTRA_CA_CERTS', value: "/home/ana's \\ own/ca.pem" },
  ],
  summary: { proxy: 'http://127.0.0.1:8443', running: true },
};

export const SANDBOX_CLOCK: SandboxClockDocument = {
  kind: 'sandbox-clock',
  schemaVersion: 1,
  dryRun: false,
  items: [
    {
      time: WORLD.time,
      mode: 'running',
      speed: 60,
      advancedSeconds: 2460,
      server: 'http://127.0.0.1:8443',
    },
  ],
  summary: { time: WORLD.time },
};

export const SANDBOX_FAULT: SandboxFaultDocument = {
  kind: 'sandbox-fault',
  schemaVersion: 1,
  dryRun: false,
  items: [
    { match: 'PUT …/protectedItems/*', nth: 2, times: null, then: '429:30', seen: 1 },
    { match: 'GET *.vault.azure.net/**', nth: null, times: null, then: 'reset', seen: 0 },
  ],
  summary: { total: 2, added: 1, cleared: 0 },
};

export const SANDBOX_VERIFY: SandboxVerifyDocument = {
  kind: 'sandbox-verify',
  schemaVersion: 1,
  directory: '/home/ana/recording',
  items: [
    {
      provider: 'compute',
      operation: 'VirtualMachines_Get',
      verdict: 'agrees',
      exchanges: 2,
      agree: 2,
      differ: 0,
      differences: [],
      notCompared: [],
      worldValues: 3,
    },
    {
      provider: 'backup',
      operation: 'RecoveryPoints_List',
      verdict: 'differs',
      exchanges: 2,
      agree: 0,
      differ: 2,
      differences: [
        {
          kind: 'missing',
          at: 'body.value[].properties.isManagedVirtualMachine',
          recorded: 'true',
          sandbox: 'nothing',
          files: ['000012.json', '000019.json'],
        },
      ],
      notCompared: [],
      worldValues: 0,
    },
    {
      provider: null,
      operation: null,
      verdict: 'not-compared',
      exchanges: 1,
      agree: 0,
      differ: 0,
      differences: [],
      notCompared: [{ reason: 'no answer came when it was recorded', files: ['000007.json'] }],
      worldValues: 0,
    },
  ],
  assumptions: [
    {
      id: 'RecoveryPoints_List',
      note: 'that a list never holds keyAndSecret',
      verdict: 'in-question',
    },
  ],
  summary: { exchanges: 5, agree: 2, differ: 2, notCompared: 1 },
};
