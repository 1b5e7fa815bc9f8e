// `azbackup help environment`: every variable that azbackup reads.

import { environmentName, GLOBAL_OPTIONS } from '../../commands/options/global-options.js';
import { rows, text, type Topic } from './topic.js';

/** The topic. */
export const environment: Topic = [
  text(
    'Options on the command line win over variables, and variables over config files.',
    'Flags take 1, true, yes, on and 0, false, no, off.',
  ),
  rows(
    'Options',
    ...GLOBAL_OPTIONS.map(({ name, description }) => [environmentName(name), description] as const),
  ),
  rows('Secrets', [
    'AZBACKUP_ADE_CLIENT_SECRET',
    'secret of the Entra application of dual-pass ADE, for restores',
  ]),
  rows(
    'Sign-in',
    ['AZURE_TENANT_ID', 'tenant'],
    ['AZURE_CLIENT_ID', 'application, or one of several managed identities'],
    ['AZURE_CLIENT_SECRET', 'secret of the application'],
    ['AZURE_CLIENT_CERTIFICATE_PATH', 'certificate of the application, in place of a secret'],
    ['AZURE_CLIENT_CERTIFICATE_PASSWORD', 'password of the certificate'],
    ['AZURE_FEDERATED_TOKEN_FILE', 'token of workload identity federation'],
    ['AZURE_SUBSCRIPTION_ID', 'subscription, where no option or setting names one'],
    ['AZURE_CONFIG_DIR', 'folder of az, whose default subscription is read'],
    ['ACTIONS_ID_TOKEN_REQUEST_URL', 'set by GitHub Actions, with ..._TOKEN'],
    ['SYSTEM_OIDCREQUESTURI', 'set by Azure Pipelines; map SYSTEM_ACCESSTOKEN beside it'],
    ['AZURESUBSCRIPTION_*', 'set by tasks of Azure Pipelines with a service connection'],
    ['IDENTITY_ENDPOINT', 'set where a managed identity is offered; also MSI_ENDPOINT'],
  ),
  rows(
    'Steps of pipelines',
    ['GITHUB_ACTIONS', 'set by GitHub Actions; inputs of the Action come as INPUT_*'],
    ['TF_BUILD', 'set by Azure Pipelines'],
    ['STEP_COMMAND', 'command of the template; also STEP_ARGUMENTS and STEP_OPTIONS'],
  ),
  rows(
    'Network',
    ['HTTPS_PROXY', 'proxy for all requests; also HTTP_PROXY and ALL_PROXY, in any case'],
    ['NO_PROXY', 'hosts that are asked without the proxy'],
    ['NODE_EXTRA_CA_CERTS', 'file with certificates of your own authority, for Node.js'],
  ),
  rows(
    'Screen and files',
    ['NO_COLOR', 'no colors; FORCE_COLOR for colors in a pipe'],
    ['TERM', 'dumb: no colors, no lines that are drawn over'],
    ['CI', 'true: restore and grant-access show their plan and do not ask'],
    ['SHELL', 'shell that sandbox env and completion write for'],
    ['XDG_CONFIG_HOME', 'folder of the user config file; default ~/.config'],
    ['XDG_STATE_HOME', 'folder of the sandbox and of what is under way; default ~/.local/state'],
    ['XDG_CACHE_HOME', 'folder of compiled and native code; default ~/.cache'],
  ),
];
