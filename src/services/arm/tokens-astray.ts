// Whether a cloud that somebody describes would have tokens of another one sent to it. A description is data, and may come
// with a repository or over the network: with the real sign-in service, an audience of the real Resource Manager and an
// address of its own it would collect tokens that are good for Azure.

import type { Cloud } from './clouds.js';

/** Hosts that tokens of the public cloud are for, besides those of its endpoints. */
const FURTHER_AUDIENCES: Readonly<Record<string, readonly string[]>> = {
  AzureCloud: ['storage.azure.com', 'graph.windows.net'],
};

/**
 * What is wrong with a description; empty where its tokens are for its own hosts.
 * @param known the clouds whose tokens are at stake
 */
export function tokensAstray(cloud: Cloud, known: readonly Cloud[]): readonly string[] {
  const namesake = known.find(({ name }) => name.toLowerCase() === cloud.name.toLowerCase());
  const ownerOf = (host: string): string | undefined =>
    known.find((each) => isOf(host, each))?.name;
  return [
    ...(namesake === undefined
      ? []
      : (['armEndpoint', 'authority'] as const)
          .filter((field) => hostOf(cloud[field]) !== hostOf(namesake[field]))
          .map((field) => `${field}: ${hostOf(cloud[field])} is not a host of ${namesake.name}`)),
    ...astray('armScope', cloud.armScope, cloud.armEndpoint, ownerOf),
    ...astray('graphScope', cloud.graphScope, cloud.graphEndpoint, ownerOf),
  ];
}

function astray(
  field: string,
  scope: string,
  endpoint: string,
  ownerOf: (host: string) => string | undefined,
): readonly string[] {
  const audience = URL.canParse(scope) ? hostOf(scope) : '';
  const owner = ownerOf(audience);
  return owner === undefined || owner === ownerOf(hostOf(endpoint))
    ? []
    : [`${field}: tokens for ${audience} of ${owner} would be sent to ${hostOf(endpoint)}`];
}

function isOf(host: string, cloud: Cloud): boolean {
  const { armEndpoint, armScope, graphEndpoint, keyVaultSuffix, storageSuffix, portal } = cloud;
  const hosts = [armEndpoint, armScope, graphEndpoint, ...(portal === undefined ? [] : [portal])];
  const suffixes = [keyVaultSuffix, storageSuffix, ...hosts.map((url) => hostOf(url))];
  return (
    suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`)) ||
    (FURTHER_AUDIENCES[cloud.name] ?? []).includes(host)
  );
}

function hostOf(url: string): string {
  return new URL(url).hostname.toLowerCase();
}
