// Whether a cloud that somebody describes would have tokens of another one sent to it. A description is data, and may come
// with a repository or over the network: with the real sign-in service, an audience of the real Resource Manager and an
// address of its own it would collect tokens that are good for Azure.

import type { Cloud } from './clouds.js';

/** Domains of Microsoft with further services that the sign-in of a cloud issues tokens for. */
const FURTHER_DOMAINS: Readonly<Record<string, readonly string[]>> = {
  AzureCloud: [
    'azure.com',
    'azure.net',
    'windows.net',
    'microsoft.com',
    'visualstudio.com',
    'office.com',
    'office365.com',
    'outlook.com',
    'sharepoint.com',
    'dynamics.com',
  ],
};

/**
 * What is wrong with a description; empty where its tokens are for its own hosts.
 * @param known the clouds whose tokens are at stake
 */
export function tokensAstray(cloud: Cloud, known: readonly Cloud[]): readonly string[] {
  const namesake = known.find(({ name }) => name.toLowerCase() === cloud.name.toLowerCase());
  const ownerOf = (host: string): string | undefined =>
    known.find((each) => isOf(host, each))?.name;
  const signIn = known.find((each) => isSignInOf(hostOf(cloud.authority), each))?.name;
  const owners = { ownerOf, signIn };
  return [
    ...(namesake === undefined
      ? []
      : (['armEndpoint', 'authority'] as const)
          .filter((field) => hostOf(cloud[field]) !== hostOf(namesake[field]))
          .map((field) => `${field}: ${hostOf(cloud[field])} is not a host of ${namesake.name}`)),
    ...astray('armScope', cloud.armScope, cloud.armEndpoint, owners),
    ...astray('graphScope', cloud.graphScope, cloud.graphEndpoint, owners),
  ];
}

interface Owners {
  /** The cloud that a host is of. */
  readonly ownerOf: (host: string) => string | undefined;
  /** The cloud by whose sign-in service tokens are issued. */
  readonly signIn: string | undefined;
}

function astray(
  field: string,
  scope: string,
  endpoint: string,
  { ownerOf, signIn }: Owners,
): readonly string[] {
  const audience = audienceHost(scope);
  const receiver = ownerOf(hostOf(endpoint));
  const owner = audience === undefined ? signIn : ownerOf(audience);
  if (owner === undefined || owner === receiver) {
    return [];
  }
  const what = audience === undefined ? 'an application by its id' : `${audience} of ${owner}`;
  return [`${field}: tokens for ${what} would be sent to ${hostOf(endpoint)}`];
}

/**
 * The host of an audience; undefined for the id of an application, in whichever form. By such an id the sign-in service
 * issues the same tokens as by the address, and whose it is cannot be seen.
 */
function audienceHost(scope: string): string | undefined {
  const url = URL.canParse(scope) ? new URL(scope) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? hostOf(scope) : undefined;
}

function isSignInOf(host: string, { authority, signInHosts = [] }: Cloud): boolean {
  return host === hostOf(authority) || signInHosts.includes(host);
}

function isOf(host: string, cloud: Cloud): boolean {
  const { armEndpoint, armScope, graphEndpoint, keyVaultSuffix, storageSuffix, portal } = cloud;
  const hosts = [armEndpoint, armScope, graphEndpoint, ...(portal === undefined ? [] : [portal])];
  const suffixes = [
    keyVaultSuffix,
    storageSuffix,
    ...hosts.map((url) => hostOf(url)),
    ...(FURTHER_DOMAINS[cloud.name] ?? []),
  ];
  return suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** Without the dot at the end, with which a name is the same one. */
function hostOf(url: string): string {
  return new URL(url).hostname.toLowerCase().replace(/\.+$/u, '');
}
