// Asks each provider for the api-version that its cloud serves: sovereign clouds and Azure Stack lag behind the
// public one, whose versions the SDKs send.

import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/** Versions by provider namespace or resource type, without regard to case; the longest that fits counts. */
export type ApiVersions = Readonly<Record<string, string>>;

/** The policy of a cloud that pins versions; goes before the request is traced. */
export function apiVersionPolicy(apiVersions: ApiVersions): PipelinePolicy {
  return {
    name: 'azbackupApiVersionPolicy',
    sendRequest: (request, next) => {
      request.url = pinnedUrl(request.url, apiVersions);
      return next(request);
    },
  };
}

const VERSION = /(?<=[?&]api-version=)[^&]*/iu;

/** The URL with the version of its cloud; as it is where nothing is pinned, and where it names no version. */
export function pinnedUrl(url: string, apiVersions: ApiVersions): string {
  const type = typeOf(url);
  const version = Object.entries(apiVersions)
    .filter(([name]) => covers(name.toLowerCase(), type))
    .toSorted(([left], [right]) => right.length - left.length)[0]?.[1];
  return version === undefined ? url : url.replace(VERSION, () => version);
}

/** The type that a URL is about, in small letters: the last provider in it, then every other segment. */
function typeOf(url: string): string {
  const { pathname } = new URL(url);
  const segments = pathname.toLowerCase().split('/').filter(Boolean);
  const at = segments.lastIndexOf('providers');
  if (at < 0) {
    return 'microsoft.resources';
  }
  const [namespace = '', ...rest] = segments.slice(at + 1);
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

function covers(name: string, type: string): boolean {
  return type === name || type.startsWith(`${name}/`);
}
