// Looks at the way to Azure: proxy, names, certificates, clock, and the names of private key vaults.

import { once } from '../../domain/once.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { skipped } from './diagnosis.js';
import { blocked, examination, only, type Examination, type Session } from './examination.js';
import { judgeClock, judgeHost, judgeName, judgePrivateName, judgeProxy } from './network.rules.js';
import type { Surroundings } from './surroundings.js';

/** The examinations of the network. */
export async function networkOf(session: Session): Promise<readonly Examination[]> {
  const { around, limitSeconds } = session;
  const { env, connectionProblem, cloud, probes, inProcess } = around;
  const proxy = examination('network', 'proxy', () => judgeProxy(env, connectionProblem));
  if (inProcess) {
    return [only('network', 'hosts', 'the network', 'the sandbox answers in this process')];
  }
  if (connectionProblem !== undefined) {
    return [proxy, blocked('network', 'hosts', 'hosts', connectionProblem)];
  }
  const hosts = [cloud.signIn, cloud.resourceManager, cloud.graph];
  const probed = hosts.map((host) => ({
    host,
    probe: once(async () => probes.host(host, limitSeconds)),
  }));
  return [
    proxy,
    ...probed.flatMap(({ host, probe }) => [
      examination('network', `name:${host}`, async () => {
        const reached = await probe();
        return reached.proxy === undefined
          ? judgeName(host, await namesOf(around, host, limitSeconds))
          : skipped(`the name of ${host}`, 'the proxy resolves it');
      }),
      examination('network', `host:${host}`, async () => {
        const reached = await probe();
        return reached.kind === 'failed' && NAME_PROBLEM.test(reached.reason)
          ? skipped(host, 'its name does not resolve')
          : judgeHost(host, reached);
      }),
    ]),
    examination('network', 'clock', async () =>
      judgeClock(await Promise.all(probed.map(({ probe }) => probe()))),
    ),
    ...(await privateNames(session)),
  ];
}

/** Node's codes of names that were not found, or of a resolver that gave no answer. */
const NAME_PROBLEM = /^(?:ENOTFOUND|EAI_AGAIN)$/u;

/** Key vaults that are closed to the public have to resolve to addresses of a private network. */
async function privateNames(session: Session): Promise<readonly Examination[]> {
  const { context, around, limitSeconds, subscription } = session;
  const found = await around
    .within(
      (async () => {
        const { id } = await subscription();
        return (await context.services.keyVaults()).list(id);
      })(),
      limitSeconds,
    )
    .catch((error: unknown) => {
      if (error instanceof AzbackupError) {
        return 'late' as const;
      }
      throw error;
    });
  if (found === 'late') {
    return [only('network', 'key-vaults', 'names of key vaults', 'they could not be listed')];
  }
  return found
    .filter(({ network }) => network.publicAccess !== 'Enabled')
    .map((vault) => {
      const { host } = new URL(vault.vaultUrl);
      return examination('network', `key-vault:${vault.name}`, async () =>
        judgePrivateName(vault, host, await namesOf(around, host, limitSeconds)),
      );
    });
}

async function namesOf(
  { probes, within }: Surroundings,
  host: string,
  limitSeconds: number,
): Promise<readonly string[] | { readonly problem: string } | 'late'> {
  try {
    return await within(probes.addressesOf(host), limitSeconds);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { problem: typeof code === 'string' ? code : String(error) };
  }
}
