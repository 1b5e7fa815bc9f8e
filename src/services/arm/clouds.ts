// The clouds of Azure as data: where each one answers, and whom its tokens are for.

import { parseJson } from '../../domain/parse-json.js';
import { z } from 'zod';
import { BACKUP_APP_IDS } from '../../domain/roles.js';
import { isSafe } from '../../domain/unsafe-characters.js';
import { usageError, type AzbackupError } from '../../errors/azbackup-error.js';
import { tokensAstray } from './tokens-astray.js';

/** A cloud. URLs carry no trailing slash, suffixes no leading dot. */
export interface Cloud {
  readonly name: string;
  /** Resource Manager. */
  readonly armEndpoint: string;
  /** Token scope of Resource Manager. */
  readonly armScope: string;
  /** The sign-in service (Microsoft Entra ID). */
  readonly authority: string;
  /** Microsoft Graph. */
  readonly graphEndpoint: string;
  /** Token scope of Microsoft Graph. */
  readonly graphScope: string;
  readonly keyVaultSuffix: string;
  readonly storageSuffix: string;
  /** Of storage accounts that lie in a DNS zone, where the cloud has such. */
  readonly storageZoneSuffix?: string;
  /** Other names of the sign-in service, to which its library goes by itself. */
  readonly signInHosts?: readonly string[];
  /** Absent where nobody publishes it. */
  readonly portal?: string;
  /** Application id of Azure Backup's own service; absent where Microsoft publishes none. */
  readonly backupAppId?: string;
  /** What its service principal is called there; `Backup Management Service` when absent. */
  readonly backupAppName?: string;
  /**
   * Versions that it serves where they are not those of the public cloud, by provider namespace or resource
   * type, such as `Microsoft.Compute`.
   */
  readonly apiVersions?: Readonly<Record<string, string>>;
}

/** A cloud that Microsoft's partners in Europe run; they differ in their country only. */
function sovereign<Name extends string>(name: Name, country: 'fr' | 'de') {
  return {
    name,
    armEndpoint: `https://management.sovcloud-api.${country}`,
    armScope: `https://management.core.sovcloud-api.${country}//.default`,
    authority: `https://login.sovcloud-identity.${country}`,
    graphEndpoint: `https://graph.svc.sovcloud.${country}`,
    graphScope: `https://graph.svc.sovcloud.${country}/.default`,
    keyVaultSuffix: `vault.sovcloud-api.${country}`,
    storageSuffix: `core.sovcloud-api.${country}`,
  } as const;
}

/** Names that `--cloud` takes besides a file, as az spells them. */
export const CLOUDS = {
  AzureCloud: {
    name: 'AzureCloud',
    armEndpoint: 'https://management.azure.com',
    armScope: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
    graphEndpoint: 'https://graph.microsoft.com',
    graphScope: 'https://graph.microsoft.com/.default',
    keyVaultSuffix: 'vault.azure.net',
    storageSuffix: 'core.windows.net',
    storageZoneSuffix: 'storage.azure.net',
    signInHosts: ['login.microsoft.com', 'login.windows.net', 'sts.windows.net'],
    portal: 'https://portal.azure.com',
    backupAppId: BACKUP_APP_IDS.AzureCloud,
  },
  AzureUSGovernment: {
    name: 'AzureUSGovernment',
    armEndpoint: 'https://management.usgovcloudapi.net',
    // The audience ends in a slash of its own, so the scope has two (as in az's cloud table).
    armScope: 'https://management.core.usgovcloudapi.net//.default',
    authority: 'https://login.microsoftonline.us',
    graphEndpoint: 'https://graph.microsoft.us',
    graphScope: 'https://graph.microsoft.us/.default',
    keyVaultSuffix: 'vault.usgovcloudapi.net',
    storageSuffix: 'core.usgovcloudapi.net',
    signInHosts: ['login.usgovcloudapi.net'],
    portal: 'https://portal.azure.us',
    backupAppId: BACKUP_APP_IDS.AzureUSGovernment,
    backupAppName: 'Backup Fairfax',
  },
  // No backupAppId: the only published evidence is a page of 2016 that repeats the public cloud's id,
  // too weak to grant anything by. There, `--backup-principal-id` names the service.
  AzureChinaCloud: {
    name: 'AzureChinaCloud',
    armEndpoint: 'https://management.chinacloudapi.cn',
    armScope: 'https://management.core.chinacloudapi.cn//.default',
    authority: 'https://login.chinacloudapi.cn',
    graphEndpoint: 'https://microsoftgraph.chinacloudapi.cn',
    graphScope: 'https://microsoftgraph.chinacloudapi.cn/.default',
    keyVaultSuffix: 'vault.azure.cn',
    storageSuffix: 'core.chinacloudapi.cn',
    signInHosts: ['login.partner.microsoftonline.cn'],
    portal: 'https://portal.azure.cn',
  },
  // Bleu and Delos: az's own table names Bleu since 2026 (azure-cli pull requests 32856, 33182), what ARM runs for
  // deployment scripts names the German one AzureGermanyCloud. Sign-in: MSAL's known authorities. Graph: environments of
  // Microsoft Graph PowerShell. Key vaults: the Key Vault SDKs. Storage: AzCopy, and those scripts. Resource Manager and
  // its audience: App Service's diagnostics, azure-sdk-for-net. No application id of Azure Backup, no portal is published.
  AzureBleuCloud: sovereign('AzureBleuCloud', 'fr'),
  AzureGermanyCloud: sovereign('AzureGermanyCloud', 'de'),
} as const satisfies Readonly<Record<string, Cloud>>;

function isPlainAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url !== undefined && url.username === '' && url.password === '' && !/[?#@]/u.test(address);
}

const safeText = z.string().min(1).refine(isSafe, 'it has control characters');
const httpsUrl = z
  .url({ protocol: /^https$/u })
  .refine(isSafe, 'it has control characters')
  // Before the @ stands what a reader takes for the host; a query would end every address that is made of it.
  .refine(isPlainAddress, 'it has a user name, a query or a fragment')
  .transform((url) => url.replace(/\/+$/u, ''));
/** Of an audience, which is an address of the service or the id of its application. */
const scope = z.string().regex(/^[!-~]+\/\.default$/u, 'not AUDIENCE/.default');
const dnsSuffix = z.string().regex(/^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)+$/iu);
const suffix = dnsSuffix.transform((text) => text.replace(/^\./u, '').toLowerCase());

const customCloudSchema = z.strictObject({
  name: safeText,
  armEndpoint: httpsUrl,
  armScope: scope.optional(),
  authority: httpsUrl,
  graphEndpoint: httpsUrl,
  graphScope: scope.optional(),
  keyVaultSuffix: suffix,
  storageSuffix: suffix,
  portal: httpsUrl.optional(),
  backupAppId: z.guid().optional(),
  backupAppName: safeText.optional(),
  apiVersions: z
    .record(
      z
        .string()
        .regex(/^[\w-]+\.[\w.-]+(?:\/[\w-]+)*$/u, 'not a provider namespace or resource type'),
      z.string().regex(/^\d{4}-\d{2}-\d{2}(?:-[a-z]+)?$/u, 'not an api-version'),
    )
    .optional(),
});

/** True for a cloud of the table, whatever another one may call itself. */
export function isBuiltIn(cloud: Cloud): boolean {
  return Object.values<Cloud>(CLOUDS).includes(cloud);
}

/** A built-in cloud by its name, without regard to case; undefined when there is none. */
export function findCloud(name: string): Cloud | undefined {
  const wanted = name.toLowerCase();
  return Object.values(CLOUDS).find((cloud) => cloud.name.toLowerCase() === wanted);
}

/** What `cloud show` writes, which is taken back as it is. */
const shownSchema = z.object({
  kind: z.literal('cloud-show'),
  items: z.tuple([z.looseObject({})]),
});

/**
 * A cloud described by the user, from the text of a JSON file: its description, or what `cloud show -o json` wrote.
 * Throws a usage error `AZB_CLOUD_FILE_INVALID` that names the file and each bad field, and where tokens of another cloud
 * would go to it.
 */
export function parseCustomCloud(text: string, file: string): Cloud {
  const json = parseJson(text);
  const shown = shownSchema.safeParse(json);
  return describedCloud(shown.success ? withoutSource(shown.data.items[0]) : json, file);
}

/** Nothing that is null, and not where the description came from. */
function withoutSource(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).filter(([key, value]) => value !== null && key !== 'source'),
  );
}

/**
 * A cloud from a description of it.
 * @param place what it was read from, for errors
 * @throws AzbackupError `AZB_CLOUD_FILE_INVALID` (2)
 */
export function describedCloud(description: unknown, place: string): Cloud {
  const parsed = customCloudSchema.safeParse(description);
  if (!parsed.success) {
    throw invalid(
      place,
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  }
  const { armScope, graphScope, portal, backupAppId, backupAppName, apiVersions, ...rest } =
    parsed.data;
  const cloud: Cloud = {
    ...rest,
    armScope: armScope ?? `${rest.armEndpoint}/.default`,
    graphScope: graphScope ?? `${rest.graphEndpoint}/.default`,
    ...(portal === undefined ? {} : { portal }),
    ...(backupAppId === undefined ? {} : { backupAppId }),
    ...(backupAppName === undefined ? {} : { backupAppName }),
    ...(apiVersions === undefined ? {} : { apiVersions }),
  };
  const astray = tokensAstray(cloud, Object.values(CLOUDS));
  if (astray.length > 0) {
    throw invalid(place, astray);
  }
  return cloud;
}

function invalid(place: string, causes: readonly string[]): AzbackupError {
  return usageError('AZB_CLOUD_FILE_INVALID', `${place} does not describe a cloud`, {
    target: place,
    causes,
  });
}
