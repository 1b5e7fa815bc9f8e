// Which Azure service a host name belongs to.

import type { SandboxHost } from '../operation.js';

/** A host name that the sandbox answers for, with the parameters that the name itself carries. */
export interface ServiceHost {
  readonly kind: SandboxHost;
  /** `vaultName` or `accountName`, lower-case as in DNS. */
  readonly params: Readonly<Record<string, string>>;
}

const FIXED_HOSTS: Readonly<Record<string, SandboxHost>> = {
  'management.azure.com': 'arm',
  'login.microsoftonline.com': 'login',
  'login.windows.net': 'login',
  'graph.microsoft.com': 'graph',
};

const SUFFIXES: readonly { suffix: string; kind: SandboxHost; param: string }[] = [
  { suffix: '.vault.azure.net', kind: 'vault', param: 'vaultName' },
  { suffix: '.blob.core.windows.net', kind: 'blob', param: 'accountName' },
];

/** The service behind a host name of the public cloud; undefined for any other name. */
export function serviceHost(hostname: string): ServiceHost | undefined {
  const name = hostname.toLowerCase();
  const fixed = FIXED_HOSTS[name];
  if (fixed !== undefined) {
    return { kind: fixed, params: {} };
  }
  const found = SUFFIXES.find(({ suffix }) => name.endsWith(suffix) && name !== suffix.slice(1));
  if (found === undefined) {
    return undefined;
  }
  return { kind: found.kind, params: { [found.param]: name.slice(0, -found.suffix.length) } };
}

/** The domains of all these names, each with everything below it, and this machine's own. */
export const SERVED_DOMAINS: readonly string[] = [
  ...Object.keys(FIXED_HOSTS),
  ...SUFFIXES.map(({ suffix }) => suffix.slice(1)),
  'localhost',
];
