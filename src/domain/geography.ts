// The geographies of Azure's regions, as far as Key Vault draws lines between them: a backup of a key or
// secret can be restored only within the subscription and geography that it was made in ("Azure Key Vault
// backup and restore"). Regions by "List of Azure regions"; US DoD is two geographies for Key Vault.

import { regionKey } from './region.js';

/** Regions by geography, as Azure's APIs spell them. */
const REGIONS: Readonly<Record<string, string>> = {
  Australia: 'australiaeast australiasoutheast australiacentral australiacentral2',
  Austria: 'austriaeast',
  Belgium: 'belgiumcentral',
  Brazil: 'brazilsouth brazilsoutheast',
  Canada: 'canadacentral canadaeast',
  Chile: 'chilecentral',
  China: 'chinaeast chinaeast2 chinaeast3 chinanorth chinanorth2 chinanorth3',
  'Asia Pacific': 'eastasia southeastasia',
  Europe: 'northeurope westeurope',
  France: 'francecentral francesouth',
  Germany: 'germanywestcentral germanynorth',
  India: 'centralindia southindia westindia jioindiawest jioindiacentral',
  Indonesia: 'indonesiacentral',
  Israel: 'israelcentral',
  Italy: 'italynorth',
  Japan: 'japaneast japanwest',
  Korea: 'koreacentral koreasouth',
  Malaysia: 'malaysiawest',
  Mexico: 'mexicocentral',
  'New Zealand': 'newzealandnorth',
  Norway: 'norwayeast norwaywest',
  Poland: 'polandcentral',
  Qatar: 'qatarcentral',
  'South Africa': 'southafricanorth southafricawest',
  Spain: 'spaincentral',
  Sweden: 'swedencentral swedensouth',
  Switzerland: 'switzerlandnorth switzerlandwest',
  'United Arab Emirates': 'uaenorth uaecentral',
  'United Kingdom': 'uksouth ukwest',
  'United States':
    'eastus eastus2 centralus northcentralus southcentralus westus westus2 westus3 westcentralus',
  'US Government': 'usgovarizona usgovtexas usgovvirginia',
  'US DoD Central': 'usdodcentral',
  'US DoD East': 'usdodeast',
};

const GEOGRAPHY_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(REGIONS).flatMap(([geography, regions]) =>
    regions.split(' ').map((region) => [region, geography] as const),
  ),
);

/** Whether two regions lie in one geography; undefined where a region is not known here. */
export function sameGeography(left: string, right: string): boolean | undefined {
  const [one, other] = [regionKey(left), regionKey(right)];
  if (one === other) {
    return true;
  }
  const [first, second] = [GEOGRAPHY_OF.get(one), GEOGRAPHY_OF.get(other)];
  return first === undefined || second === undefined ? undefined : first === second;
}
