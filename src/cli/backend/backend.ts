// Where requests go: to Azure, or to the sandbox; the part of a command's surroundings that differs between them.

import path from 'node:path';
import type { Clock } from '../../clock.js';
import type { SandboxAccess } from '../../commands/sandbox/access.js';
import type { SandboxControl } from '../../commands/context.js';
import { AzbackupError, usageError } from '../../errors/azbackup-error.js';
import type { Cloud } from '../../services/arm/clouds.js';
import type { Fetch } from '../../services/arm/transport/fetch-http-client.js';
import type { ContextRequest } from '../context.js';
import type { Host } from '../host.js';
import { chooseCloud } from './clouds.js';
import {
  defaultSandboxDirectory,
  exportWorld,
  makeWorld,
  openSandbox,
  sandboxClock,
  sandboxShowDocument,
  sandboxSignIn,
} from '../sandbox-connection.js';
import { filesIn, stateDirectory } from '../files/state-files.js';
import type { StateFiles } from '../../steps/intents/journal.js';

/** Real seconds that a virtual wait takes on a terminal, so that progress can be watched. */
const PACE_SECONDS = 0.12;

/** Of what is under way, beside the state that it belongs to. */
const JOURNAL_FOLDER = 'operations';

/** Of restore drills. */
const DRILL_FOLDER = 'drills';

/** Of what is refused for a while. */
const LIMITS_FOLDER = 'limits';

/** Where requests go: the part that differs between Azure and the sandbox. */
export interface Backend {
  readonly clock: Clock;
  readonly cloud: Cloud;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch?: Fetch;
  readonly sandbox?: SandboxControl;
  /** Of what is under way there. */
  readonly journalFolder: string;
  /** Of drills that took place there. */
  readonly drillFolder: string;
  /** What all processes of this user know of the limits there. */
  readonly pauses: StateFiles;
  defaultSubscription(): Promise<string | undefined>;
  /** Why there is no way to any Azure. */
  readonly problem?: AzbackupError;
}

/** What a backend is chosen by. */
export type BackendRequest = Pick<
  ContextRequest,
  'host' | 'io' | 'settings' | 'repairSandbox' | 'diagnoses' | 'local'
>;

/**
 * The backend that the settings lead to.
 * @throws AzbackupError for settings that lead nowhere, unless the command looks for just that
 */
export async function backendOf(request: BackendRequest): Promise<Backend> {
  const { host, settings } = request;
  try {
    if (!request.local) {
      requireProxies(host.env);
    }
    return settings.sandbox ? await sandboxBackend(request) : await azureBackend(request);
  } catch (error) {
    if (request.diagnoses === true && error instanceof AzbackupError) {
      return unreachableBackend(host, error);
    }
    throw error;
  }
}

/** Stands where there is no way to any Azure; whatever is asked of it ends with the reason. */
async function unreachableBackend(host: Host, problem: AzbackupError): Promise<Backend> {
  const { CLOUDS } = await import('../../services/arm/clouds.js');
  return {
    clock: host.clock,
    cloud: CLOUDS.AzureCloud,
    env: host.env,
    fetch: () => Promise.reject(problem),
    journalFolder: path.join(stateDirectory(host.env, host.homeDirectory), JOURNAL_FOLDER),
    drillFolder: path.join(stateDirectory(host.env, host.homeDirectory), DRILL_FOLDER),
    pauses: azurePauses(host),
    defaultSubscription: () => Promise.resolve(undefined),
    problem,
  };
}

/** The folder of the sandbox that the settings name. */
export function sandboxDirectory({
  host,
  settings,
}: Pick<ContextRequest, 'host' | 'settings'>): string {
  return path.resolve(
    host.cwd,
    settings.sandboxDir ?? defaultSandboxDirectory(host.env, host.homeDirectory),
  );
}

async function sandboxBackend(request: BackendRequest): Promise<Backend> {
  const { host, io, settings, repairSandbox } = request;
  const { CLOUDS } = await import('../../services/arm/clouds.js');
  // It is not used here, but what is wrong must be seen in a rehearsal.
  await chooseCloud(settings.cloud, host.cwd);
  const directory = sandboxDirectory(request);
  const begin = host.clock.now();
  const sandbox = await (host.openSandbox?.(directory) ??
    openSandbox(directory, begin, repairSandbox));
  const signIn = await sandboxSignIn(sandbox, settings.sandboxAs);
  const watched = io.errIsTty && !settings.quiet;
  const pace = watched ? () => host.clock.sleep(PACE_SECONDS) : () => Promise.resolve();
  return {
    clock: sandboxClock(sandbox, pace),
    cloud: CLOUDS.AzureCloud,
    // Beside its world: what is under way in one sandbox is nothing to another.
    journalFolder: path.join(directory, JOURNAL_FOLDER),
    drillFolder: path.join(directory, DRILL_FOLDER),
    pauses: filesIn(host, path.join(directory, LIMITS_FOLDER)),
    // The shell's own credentials have no business in the sandbox, nor its subscription.
    env: {
      AZURE_TENANT_ID: signIn.tenantId,
      AZURE_CLIENT_ID: signIn.clientId,
      AZURE_CLIENT_SECRET: signIn.clientSecret,
    },
    fetch: (webRequest) => sandbox.fetch(webRequest),
    sandbox: sandboxControl(
      {
        sandbox,
        directory,
        workingDirectory: host.cwd,
        realClock: host.clock,
        signIn,
        shell: host.env['SHELL'],
      },
      begin,
      async () => {
        for (const folder of [JOURNAL_FOLDER, LIMITS_FOLDER, DRILL_FOLDER]) {
          await forget(host, path.join(directory, folder));
        }
      },
    ),
    defaultSubscription: () => Promise.resolve(undefined),
  };
}

/** Of another world nothing is under way, and none of its VMs was drilled. */
async function forget(host: Host, folder: string): Promise<void> {
  const files = filesIn(host, folder);
  await Promise.all((await files.names()).map((name) => files.remove(name)));
}

function sandboxControl(
  access: SandboxAccess,
  begin: number,
  onReset: () => Promise<void>,
): SandboxControl {
  const { sandbox, directory, workingDirectory: cwd } = access;
  const show = async (): ReturnType<SandboxControl['show']> =>
    sandboxShowDocument(await sandbox.describe(), directory);
  return {
    show,
    reset: async (world, limits) => {
      const made = await makeWorld(world, cwd, begin);
      await sandbox.reset(
        limits === undefined ? made : { ...made, limits: { ...made.limits, ...limits } },
      );
      await onReset();
      return show();
    },
    preview: async (world) => {
      const { summarise } = await import('../../sandbox/summary.js');
      return sandboxShowDocument(summarise(await makeWorld(world, cwd, begin)), directory);
    },
    exportTo: (file) => exportWorld(sandbox, path.resolve(cwd, file)),
    access,
  };
}

async function azureBackend({ host, settings }: BackendRequest): Promise<Backend> {
  const cloud = await chooseCloud(settings.cloud, host.cwd);
  return {
    clock: host.clock,
    cloud,
    journalFolder: path.join(stateDirectory(host.env, host.homeDirectory), JOURNAL_FOLDER),
    drillFolder: path.join(stateDirectory(host.env, host.homeDirectory), DRILL_FOLDER),
    pauses: azurePauses(host),
    env: host.env,
    ...(host.fetch === undefined ? {} : { fetch: host.fetch }),
    defaultSubscription: async () => {
      const named = host.env['AZURE_SUBSCRIPTION_ID'];
      if (named !== undefined && named !== '') {
        return named;
      }
      const { azDefaultSubscription } = await import('../az-profile.js');
      return azDefaultSubscription(host.env, host.homeDirectory);
    },
  };
}

function azurePauses(host: Host): StateFiles {
  return filesIn(host, path.join(stateDirectory(host.env, host.homeDirectory), LIMITS_FOLDER));
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];

/** The SDKs take the address of a proxy for granted. Its value may hold a password, and is not shown. */
function requireProxies(env: Host['env']): void {
  for (const name of PROXY_VARIABLES.flatMap((each) => [each, each.toLowerCase()])) {
    const value = env[name] ?? '';
    if (value !== '' && !(URL.canParse(value) && /^https?:$/u.test(new URL(value).protocol))) {
      throw usageError('AZB_SETTING_INVALID', `${name} is not the address of a proxy`, {
        target: name,
        fix: [`set ${name} to http://HOST:PORT, or unset it`],
      });
    }
  }
}
