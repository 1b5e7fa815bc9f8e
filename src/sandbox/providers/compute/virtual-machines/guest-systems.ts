// What the guests of the sandbox's machines are.

/** By operating system: how the guest and its agent call themselves, and how large its disk usually is. */
export const GUEST_SYSTEMS = {
  Windows: {
    osName: 'Windows Server 2022 Datacenter',
    osVersion: 'Microsoft Windows NT 10.0.20348.0',
    agentVersion: '2.7.41491.1075',
    diskSizeGB: 127,
  },
  Linux: { osName: 'ubuntu', osVersion: '22.04', agentVersion: '2.11.1.4', diskSizeGB: 30 },
} as const;
