// What the way to Azure comes to: names, proxy, TLS, clock. Judged from probes; none of them carries a token.

import type { AzbackupError } from '../../errors/azbackup-error.js';
import type { KeyVault } from '../../domain/keys/key-vault.js';
import type { HostProbe } from '../../domain/diagnosis/host-probe.js';
import { fail, failedBy, ok, unknown, warn, type Diagnosis } from './diagnosis.js';

/** Which Node takes the certificates of the machine's own store by an option. */
const SYSTEM_CA = 'NODE_OPTIONS=--use-system-ca (Node 22.15 and newer)';
/** Tokens are good from five minutes before they were issued (Microsoft identity platform: clock skew). */
const MAX_SKEW_SECONDS = 300;
const NOTED_SKEW_SECONDS = 60;

/** The variables that SDKs take proxies from. */
const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** Proxy settings; their values may hold a password, so only names, hosts and ports are shown. */
export function judgeProxy(
  env: Readonly<Record<string, string | undefined>>,
  problem: AzbackupError | undefined,
): Diagnosis {
  if (problem !== undefined && /_proxy$/iu.test(problem.fields.target ?? '')) {
    return failedBy(problem, 'fail');
  }
  const set = PROXY_VARIABLES.flatMap((name) => [name, name.toLowerCase()]).flatMap((name) => {
    const value = env[name] ?? '';
    return value === '' ? [] : [`${name}=${withoutPassword(name, value)}`];
  });
  return set.length === 0 ? ok('no proxy is set') : ok('requests go by a proxy', set);
}

function withoutPassword(name: string, value: string): string {
  return name.toUpperCase() === 'NO_PROXY' || !URL.canParse(value) ? value : new URL(value).host;
}

/** A host's name. */
export function judgeName(
  host: string,
  found: readonly string[] | { readonly problem: string } | 'late',
): Diagnosis {
  if (found === 'late') {
    return unknown(`${host} was not resolved in time`);
  }
  return 'problem' in found
    ? fail(
        `${host} does not resolve`,
        'ask who runs your DNS for this name, or check --cloud and the resolver of this machine',
        [found.problem],
      )
    : ok(`${host} resolves`, [...found]);
}

/** Whether a host answers, and whom its certificate is from. */
export function judgeHost(host: string, probe: HostProbe): Diagnosis {
  const by = probe.proxy === undefined ? '' : ` by the proxy ${probe.proxy}`;
  if (probe.kind === 'failed') {
    return fail(
      `${host} cannot be reached${by}`,
      probe.proxy === undefined
        ? `let HTTPS to ${host} through, or name the proxy: HTTPS_PROXY=http://HOST:PORT`
        : `correct HTTPS_PROXY, or leave the host out of it: NO_PROXY=${host}`,
      [probe.reason],
    );
  }
  const { problem, issuer } = probe.tls;
  if (problem !== undefined) {
    return fail(
      `the certificate of ${host} is not trusted: it was issued by ${issuer}`,
      `if that is your own network's inspection: NODE_EXTRA_CA_CERTS=FILE.pem with its certificate, or ${SYSTEM_CA}`,
      [problem],
    );
  }
  return ok(`${host} answers${by}`, [`certificate by ${issuer}`]);
}

/** This machine's clock against that of whoever answered. */
export function judgeClock(probes: readonly HostProbe[]): Diagnosis {
  const [seconds] = probes.flatMap((probe) =>
    probe.kind === 'answered' && probe.clockAheadSeconds !== undefined
      ? [probe.clockAheadSeconds]
      : [],
  );
  if (seconds === undefined) {
    return unknown('no host told the time');
  }
  const apart = `${Math.abs(seconds)} seconds ${seconds < 0 ? 'behind' : 'ahead of'} Azure's`;
  if (Math.abs(seconds) > MAX_SKEW_SECONDS) {
    return fail(`the clock of this machine is ${apart}`, SET_CLOCK, [
      'sign-in refuses tokens and assertions that are more than five minutes off',
    ]);
  }
  return Math.abs(seconds) > NOTED_SKEW_SECONDS
    ? warn(`the clock of this machine is ${apart}`, SET_CLOCK)
    : ok("the clock of this machine agrees with Azure's");
}

const SET_CLOCK = 'set the clock by NTP: timedatectl set-ntp true (Windows: w32tm /resync)';

/** Private addresses: RFC 1918, RFC 4193 and link-local. */
const PRIVATE_ADDRESS = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd]|fe80:)/iu;

/** Whether the name of a key vault that is closed to the public leads into a private network. */
export function judgePrivateName(
  { name, network }: Pick<KeyVault, 'name' | 'network'>,
  host: string,
  found: readonly string[] | { readonly problem: string } | 'late',
): Diagnosis {
  if (found === 'late' || 'problem' in found) {
    return judgeName(host, found);
  }
  const isPrivate = found.some((address) => PRIVATE_ADDRESS.test(address));
  return isPrivate || network.publicAccess === 'Enabled'
    ? ok(`${host} resolves${isPrivate ? ' to a private address' : ''}`, [...found])
    : fail(
        `${host} resolves to a public address, and ${name} is closed to the public`,
        'link the private DNS zone privatelink.vaultcore.azure.net to the network of this machine, or run azbackup inside it',
        [...found],
      );
}
