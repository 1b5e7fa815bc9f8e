// Lets the doctor look at what commands stand on: this machine, its network, the sign-in, the sandbox's folder.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import type { CloudHosts, Probes, Surroundings } from '../../commands/doctor/surroundings.js';
import { usageError, type AzbackupError } from '../../errors/azbackup-error.js';
import type { CredentialOptions } from '../../services/arm/sign-in/auth-methods.js';
import type { Cloud } from '../../services/arm/clouds.js';
import type { Host } from '../host.js';
import { sandboxFolder, type FolderToLookAt } from './sandbox-folder.js';

/** What the surroundings are made from. */
export interface SurroundingsSource {
  readonly host: Host;
  readonly cloud: Cloud;
  /** How the services of this run sign in. */
  readonly signIn: CredentialOptions;
  readonly configProblem: AzbackupError | undefined;
  readonly connectionProblem: AzbackupError | undefined;
  readonly sandbox: FolderToLookAt;
}

/** Makes them. */
export async function lookAround(source: SurroundingsSource): Promise<Surroundings> {
  const { host, cloud, sandbox, configProblem, connectionProblem } = source;
  const [{ describeSignIn }, folder] = await Promise.all([
    import('../../services/arm/sign-in/describe-sign-in.js'),
    sandboxFolder(sandbox, host.clock),
  ]);
  return {
    program: {
      version: packageJson.version,
      node: host.installation.node,
      platform: host.installation.platform,
      homeDirectory: host.homeDirectory,
    },
    env: host.env,
    ...(configProblem === undefined ? {} : { configProblem }),
    ...(connectionProblem === undefined ? {} : { connectionProblem }),
    cloud: hostsOf(cloud),
    inProcess: sandbox.inUse && host.probes === undefined,
    probes: host.probes ?? (await realProbes(host)),
    signIn: describeSignIn(source.signIn),
    sandbox: folder,
    within: (work, seconds) => within(host, work, seconds),
    write: async (file, text) => writeOwn(path.resolve(host.cwd, file), text),
  };
}

function hostOf(url: string): string {
  return new URL(url).host;
}

function hostsOf(cloud: Cloud): CloudHosts {
  return {
    name: cloud.name,
    resourceManager: hostOf(cloud.armEndpoint),
    signIn: hostOf(cloud.authority),
    graph: hostOf(cloud.graphEndpoint),
    keyVaultSuffix: cloud.keyVaultSuffix,
    apiVersions: cloud.apiVersions ?? {},
  };
}

async function realProbes({ env, clock, installation }: Host): Promise<Probes> {
  const [{ azRelease }, { addressesOf, probeHost }] = await Promise.all([
    import('../../services/diagnosis/az-release.js'),
    import('../../services/diagnosis/host-probe.js'),
  ]);
  return {
    azRelease: (limitSeconds) => azRelease({ env, platform: installation.platform }, limitSeconds),
    addressesOf,
    host: (name, limitSeconds) => probeHost(name, limitSeconds, clock),
  };
}

async function within<Result>(
  { schedule }: Host,
  work: Promise<Result>,
  seconds: number,
): Promise<Result | 'late'> {
  let stop: (() => void) | undefined;
  const late = new Promise<'late'>((settle) => {
    stop = schedule(() => settle('late'), seconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop?.();
  }
}

async function writeOwn(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600 });
  } catch (error) {
    throw usageError('AZB_FILE_UNWRITABLE', `${file} cannot be written`, {
      target: file,
      causes: [error instanceof Error ? error.message : String(error)],
      underlying: error,
    });
  }
}
