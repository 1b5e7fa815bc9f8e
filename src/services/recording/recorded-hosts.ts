// Hosts in a recording: Azure's own names stay, the names of vaults and accounts below them go, and a host
// of anybody else's becomes one that does not exist.

import { CLOUDS, type Cloud } from '../arm/clouds.js';
import { isRegion } from './well-known.js';

/** Knows which hosts are Azure's. */
export interface RecordedHosts {
  /** A host, with its port where it has one, as it is recorded. */
  disguised(host: string, standIn: (label: string) => string): string;
}

/** Pages that answers refer to. */
const PAGES = ['aka.ms', 'docs.microsoft.com', 'go.microsoft.com', 'learn.microsoft.com'];

/** Names between an account and the suffix. */
const SERVICE_LABEL = /^(?:blob|dfs|file|queue|table|web|z\d{1,2})$/u;

/** The hosts of Azure's clouds, and of one more. */
export function recordedHosts(cloud: Cloud): RecordedHosts {
  const clouds: readonly Cloud[] = [...Object.values(CLOUDS), cloud];
  const own = new Set([...PAGES, ...clouds.flatMap((each) => hostsOf(each))]);
  const suffixes = clouds.flatMap((each) => suffixesOf(each));
  return {
    disguised: (host, standIn) => {
      const name = host.toLowerCase();
      if (own.has(name) || suffixes.includes(name)) {
        return name;
      }
      const suffix = suffixes.find((each) => name.endsWith(`.${each}`));
      if (suffix === undefined) {
        return `${standIn(name.replaceAll(/[^a-z\d]/gu, '-'))}.invalid`;
      }
      const labels = name.slice(0, -suffix.length - 1).split('.');
      const shown = labels.map((label, index) =>
        isShown(label, index, suffix) ? label : standIn(label),
      );
      return [...shown, suffix].join('.');
    },
  };
}

/** Resource Manager has names of regions below its own; the others have names of vaults and accounts. */
function isShown(label: string, index: number, suffix: string): boolean {
  return suffix.startsWith('management.')
    ? isRegion(label)
    : index > 0 && SERVICE_LABEL.test(label);
}

function hostsOf({
  armEndpoint,
  authority,
  graphEndpoint,
  armScope,
  graphScope,
  signInHosts = [],
}: Cloud): string[] {
  const urls = [armEndpoint, authority, graphEndpoint, armScope, graphScope];
  return [...urls.map((url) => new URL(url).host), ...signInHosts];
}

function suffixesOf({
  armEndpoint,
  keyVaultSuffix,
  storageSuffix,
  storageZoneSuffix,
}: Cloud): string[] {
  const zones = storageZoneSuffix === undefined ? [] : [storageZoneSuffix];
  return [new URL(armEndpoint).host, keyVaultSuffix, storageSuffix, ...zones];
}
