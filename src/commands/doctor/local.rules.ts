// What of this machine matters: the release of Node, of az, and the config files.

import { isOlder } from '../../domain/release.js';
import type { AzbackupError } from '../../errors/azbackup-error.js';
import { fail, failedBy, ok, skipped, warn, type Diagnosis } from './diagnosis.js';

/** From package.json, `engines`. */
const MIN_NODE = '20.19.0';
/** From here on Node keeps compiled code between runs (`module.enableCompileCache`). */
const NODE_WITH_CACHE = '22.1.0';
/**
 * Older ones speak versions of Key Vault's control plane that are retired on 2027-02-27 (Prepare for Key Vault API
 * version 2026-02-01).
 */
const MIN_AZ = '2.90.0';

/** The release of Node. */
export function judgeNode(node: string, platform: string): Diagnosis {
  if (isOlder(node, MIN_NODE)) {
    return fail(
      `Node ${node} is older than ${MIN_NODE}`,
      'install Node 22 or newer: https://nodejs.org',
    );
  }
  return ok(
    `Node ${node} on ${platform}`,
    isOlder(node, NODE_WITH_CACHE)
      ? [`Node ${NODE_WITH_CACHE} and newer start azbackup faster: they keep compiled code`]
      : [],
  );
}

/** The release of az; `signsIn` where its login is how this run signs in. */
export function judgeAz(release: string | undefined, signsIn: boolean): Diagnosis {
  if (release === undefined) {
    return signsIn
      ? fail(
          'az is not installed, and nothing else to sign in with is set',
          'install az (https://aka.ms/azure-cli) and sign in: az login',
        )
      : skipped('az', 'not installed, and not used to sign in');
  }
  return isOlder(release, MIN_AZ)
    ? warn(`az ${release} is older than ${MIN_AZ}`, 'az upgrade', [
        'az keyvault commands of older releases stop working on 2027-02-27',
      ])
    : ok(`az ${release}`);
}

/** The config files. */
export function judgeConfig(problem: AzbackupError | undefined): Diagnosis {
  if (problem === undefined) {
    return ok('config files can be used');
  }
  const found = failedBy(problem, 'fail');
  const { target } = problem.fields;
  return problem.fields.fix === undefined && target !== undefined
    ? { ...found, fix: `correct or remove ${target}` }
    : found;
}
