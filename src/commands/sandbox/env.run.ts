// `azbackup sandbox env`: what a shell needs so that its programs find the sandbox in Azure's place.

import type { SandboxEnvDocument } from './serve.result.js';
import { SHELLS, type Shell } from '../../domain/shells.js';
import { certificatePath, runningServer } from '../../sandbox/server/server-record.js';
import type { CommandContext, CommandResult } from '../context.js';
import type { SandboxAccess } from './access.js';
import { DEFAULT_ADDRESS } from './serving.js';
import { controlledSandbox } from './control.js';
import type { SandboxEnvOptions } from './env.command.js';

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: SandboxEnvOptions,
): Promise<CommandResult<SandboxEnvDocument>> {
  const control = controlledSandbox(context);
  const { access } = control;
  const server = await runningServer(access.directory);
  if (server === undefined) {
    context.warn('no server is running for this sandbox; start one: azbackup sandbox serve');
  }
  const proxy = server?.address ?? DEFAULT_ADDRESS;
  const { world } = await control.show();
  const document: SandboxEnvDocument = {
    kind: 'sandbox-env',
    schemaVersion: 1,
    shell: options.shell ?? shellOf(access.shell),
    items: variables(access, {
      proxy,
      certificate: certificatePath(access.directory),
      subscriptionId: world.subscriptionId,
    }),
    summary: { proxy, running: server !== undefined },
  };
  for (const item of document.items) {
    context.itemFinished(item);
  }
  return { document, exit: 'done' };
}

/** The shell that the environment names; one that takes bash's words where it names another. */
function shellOf(program: string | undefined): Shell {
  const name = /(?<name>[^/\\]+?)(?:\.exe)?$/u.exec(program ?? '')?.groups?.['name'];
  return name === 'pwsh' ? 'powershell' : (SHELLS.find((shell) => shell === name) ?? 'bash');
}

function variables(
  { signIn }: SandboxAccess,
  served: {
    readonly proxy: string;
    readonly certificate: string;
    readonly subscriptionId: string;
  },
): SandboxEnvDocument['items'] {
  const { proxy, certificate, subscriptionId } = served;
  return Object.entries({
    // Programs differ in which of the two they read.
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    // An exception from the proxy would lead to the real cloud.
    NO_PROXY: null,
    no_proxy: null,
    NODE_EXTRA_CA_CERTS: certificate,
    REQUESTS_CA_BUNDLE: certificate,
    SSL_CERT_FILE: certificate,
    CURL_CA_BUNDLE: certificate,
    AZURE_TENANT_ID: signIn.tenantId,
    AZURE_CLIENT_ID: signIn.clientId,
    AZURE_CLIENT_SECRET: signIn.clientSecret,
    AZURE_SUBSCRIPTION_ID: subscriptionId,
    // az would send it to a host that the sandbox does not answer for.
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
  }).map(([name, value]) => ({ name, value }));
}
