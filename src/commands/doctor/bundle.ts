// The report for a ticket: what the doctor saw, without what says whose it is. Ids, names of hosts and vaults, users
// and folders are replaced, the same one by the same word; secrets were never in it.

import { numberedStandIns, GUID } from '../../domain/text/numbered-stand-ins.js';
import type { DoctorDocument } from './result.js';
import type { Surroundings } from './surroundings.js';

/** Addresses and users; host names of Azure itself are no secret, those of vaults are. */
const ADDRESS = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[\da-f]{1,4}:){2,}[\da-f:]+\b/giu;
const USER = /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gu;

/** Variables whose being set matters; never their values. */
const NOTED =
  /^(?:AZURE_|AZBACKUP_|ARM_|ACTIONS_ID_TOKEN|SYSTEM_OIDC|IDENTITY_|MSI_|NODE_|HTTPS?_PROXY|ALL_PROXY|NO_PROXY|SSL_CERT)/iu;

/**
 * The lines of the report.
 * @param subscriptionName undefined where none was found
 */
export function formatBundle(
  document: DoctorDocument,
  around: Surroundings,
  subscriptionName: string | undefined,
): string {
  const { program, env, cloud, signIn } = around;
  const names = Object.keys(env)
    .filter((name) => NOTED.test(name) && (env[name] ?? '') !== '')
    .toSorted();
  const lines = [
    `azbackup ${program.version}, Node ${program.node}, ${program.platform}`,
    `cloud ${cloud.name}, sign-in ${signIn.method}`,
    `variables set: ${names.length === 0 ? 'none' : names.join(', ')}`,
    '',
    ...document.items.flatMap(({ id, status, summary, evidence, fix }) => [
      `${status} ${id}: ${summary}`,
      ...evidence.map((line) => `    ${line}`),
      ...(fix === null ? [] : [`    fix: ${fix}`]),
    ]),
  ];
  return `${redactor(around, subscriptionName)(lines.join('\n'))}\n`;
}

function redactor(
  { program, cloud }: Surroundings,
  subscriptionName = '',
): (text: string) => string {
  const standIn = numberedStandIns();
  const vault = new RegExp(
    `\\b[\\w-]+(?=\\.${cloud.keyVaultSuffix.replaceAll('.', '\\.')})`,
    'giu',
  );
  return (text) =>
    withoutHome(text, program.homeDirectory)
      .replaceAll(/(?<=key-vault:)[\w-]+/gu, standIn('vault'))
      .replaceAll(vault, standIn('vault'))
      .replaceAll(USER, standIn('user'))
      .replaceAll(GUID, standIn('id'))
      .replaceAll(ADDRESS, standIn('address'))
      .replaceAll(subscriptionName === '' ? '\0' : subscriptionName, 'subscription-name');
}

/** A text without the folder that has the user's name. Windows takes either separator, and any case. */
export function withoutHome(text: string, home: string): string {
  const isWindows = /^(?:[a-z]:|\\\\)/iu.test(home);
  const parts = home.split(isWindows ? /[/\\]+/u : '/').filter((part) => part !== '');
  // The root, or none: users of services have such homes, and neither names anybody.
  if (parts.length < (isWindows ? 2 : 1)) {
    return text;
  }
  const escaped = parts.map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`));
  return isWindows
    ? text.replaceAll(new RegExp(escaped.join(String.raw`[/\\]+`), 'giu'), '~')
    : text.replaceAll(`/${parts.join('/')}`, '~');
}
