// Azure's regions: where they are, which geography they belong to and which region backs them up.
// Documentation: List of Azure regions; Azure region pairs and nonpaired regions.

/** A region of the public cloud. */
export interface Region {
  readonly name: string;
  readonly displayName: string;
  /** Market that data stays in, such as Japan. */
  readonly geography: string;
  readonly geographyGroup: string;
  readonly physicalLocation: string;
  readonly latitude: string;
  readonly longitude: string;
  /** Name of the paired region; undefined for regions without one. */
  readonly pairedRegion: string | undefined;
}

type Row = readonly [
  name: string,
  displayName: string,
  geography: string,
  geographyGroup: string,
  physicalLocation: string,
  latitude: string,
  longitude: string,
  pairedRegion?: string,
];

// One region a line reads as the table that it is.
// oxfmt-ignore
const ROWS: readonly Row[] = [
  ['eastus', 'East US', 'United States', 'US', 'Virginia', '37.3719', '-79.8164', 'westus'],
  ['eastus2', 'East US 2', 'United States', 'US', 'Virginia', '36.6681', '-78.3889', 'centralus'],
  ['centralus', 'Central US', 'United States', 'US', 'Iowa', '41.5908', '-93.6208', 'eastus2'],
  ['northcentralus', 'North Central US', 'United States', 'US', 'Illinois', '41.8819', '-87.6278', 'southcentralus'],
  ['southcentralus', 'South Central US', 'United States', 'US', 'Texas', '29.4167', '-98.5', 'northcentralus'],
  ['westus', 'West US', 'United States', 'US', 'California', '37.783', '-122.417', 'eastus'],
  ['westus2', 'West US 2', 'United States', 'US', 'Washington', '47.233', '-119.852', 'westcentralus'],
  ['westcentralus', 'West Central US', 'United States', 'US', 'Wyoming', '40.89', '-110.234', 'westus2'],
  ['westus3', 'West US 3', 'United States', 'US', 'Phoenix', '33.448376', '-112.074036', 'eastus'],
  ['canadacentral', 'Canada Central', 'Canada', 'Canada', 'Toronto', '43.653', '-79.383', 'canadaeast'],
  ['canadaeast', 'Canada East', 'Canada', 'Canada', 'Quebec', '46.817', '-71.217', 'canadacentral'],
  ['brazilsouth', 'Brazil South', 'Brazil', 'South America', 'Sao Paulo State', '-23.55', '-46.633', 'southcentralus'],
  ['northeurope', 'North Europe', 'Europe', 'Europe', 'Ireland', '53.3478', '-6.2597', 'westeurope'],
  ['westeurope', 'West Europe', 'Europe', 'Europe', 'Netherlands', '52.3667', '4.9', 'northeurope'],
  ['uksouth', 'UK South', 'United Kingdom', 'UK', 'London', '50.941', '-0.799', 'ukwest'],
  ['ukwest', 'UK West', 'United Kingdom', 'UK', 'Cardiff', '53.427', '-3.084', 'uksouth'],
  ['francecentral', 'France Central', 'France', 'Europe', 'Paris', '46.3772', '2.373', 'francesouth'],
  ['francesouth', 'France South', 'France', 'Europe', 'Marseille', '43.8345', '2.1972', 'francecentral'],
  ['germanywestcentral', 'Germany West Central', 'Germany', 'Europe', 'Frankfurt', '50.110924', '8.682127', 'germanynorth'],
  ['germanynorth', 'Germany North', 'Germany', 'Europe', 'Berlin', '53.073635', '8.806422', 'germanywestcentral'],
  ['switzerlandnorth', 'Switzerland North', 'Switzerland', 'Europe', 'Zurich', '47.451542', '8.564572', 'switzerlandwest'],
  ['switzerlandwest', 'Switzerland West', 'Switzerland', 'Europe', 'Geneva', '46.204391', '6.143158', 'switzerlandnorth'],
  ['norwayeast', 'Norway East', 'Norway', 'Europe', 'Norway', '59.913868', '10.752245', 'norwaywest'],
  ['norwaywest', 'Norway West', 'Norway', 'Europe', 'Norway', '58.969975', '5.733107', 'norwayeast'],
  ['swedencentral', 'Sweden Central', 'Sweden', 'Europe', 'Gävle', '60.67488', '17.14127', 'swedensouth'],
  ['swedensouth', 'Sweden South', 'Sweden', 'Europe', 'Staffanstorp', '55.64', '13.20', 'swedencentral'],
  ['italynorth', 'Italy North', 'Italy', 'Europe', 'Milan', '45.46888', '9.18109'],
  ['polandcentral', 'Poland Central', 'Poland', 'Europe', 'Warsaw', '52.23334', '21.01666'],
  ['japaneast', 'Japan East', 'Japan', 'Asia Pacific', 'Tokyo, Saitama', '35.68', '139.77', 'japanwest'],
  ['japanwest', 'Japan West', 'Japan', 'Asia Pacific', 'Osaka', '34.6939', '135.5022', 'japaneast'],
  ['koreacentral', 'Korea Central', 'Korea', 'Asia Pacific', 'Seoul', '37.5665', '126.978', 'koreasouth'],
  ['koreasouth', 'Korea South', 'Korea', 'Asia Pacific', 'Busan', '35.1796', '129.0756', 'koreacentral'],
  ['eastasia', 'East Asia', 'Asia Pacific', 'Asia Pacific', 'Hong Kong', '22.267', '114.188', 'southeastasia'],
  ['southeastasia', 'Southeast Asia', 'Asia Pacific', 'Asia Pacific', 'Singapore', '1.283', '103.833', 'eastasia'],
  ['australiaeast', 'Australia East', 'Australia', 'Asia Pacific', 'New South Wales', '-33.86', '151.2094', 'australiasoutheast'],
  ['australiasoutheast', 'Australia Southeast', 'Australia', 'Asia Pacific', 'Victoria', '-37.8136', '144.9631', 'australiaeast'],
  ['australiacentral', 'Australia Central', 'Australia', 'Asia Pacific', 'Canberra', '-35.3075', '149.1244', 'australiacentral2'],
  ['australiacentral2', 'Australia Central 2', 'Australia', 'Asia Pacific', 'Canberra', '-35.3075', '149.1244', 'australiacentral'],
  ['centralindia', 'Central India', 'India', 'Asia Pacific', 'Pune', '18.5822', '73.9197', 'southindia'],
  ['southindia', 'South India', 'India', 'Asia Pacific', 'Chennai', '12.9822', '80.1636', 'centralindia'],
  ['westindia', 'West India', 'India', 'Asia Pacific', 'Mumbai', '19.088', '72.868', 'southindia'],
  ['southafricanorth', 'South Africa North', 'South Africa', 'Africa', 'Johannesburg', '-25.73134', '28.21837', 'southafricawest'],
  ['southafricawest', 'South Africa West', 'South Africa', 'Africa', 'Cape Town', '-34.075691', '18.843266', 'southafricanorth'],
  ['uaenorth', 'UAE North', 'UAE', 'Middle East', 'Dubai', '25.266666', '55.316666', 'uaecentral'],
  ['uaecentral', 'UAE Central', 'UAE', 'Middle East', 'Abu Dhabi', '24.466667', '54.366669', 'uaenorth'],
  ['eastus2euap', 'East US 2 EUAP', 'Canary (US)', 'US', '', '36.6681', '-78.3889', 'centraluseuap'],
  ['centraluseuap', 'Central US EUAP', 'Canary (US)', 'US', '', '41.5908', '-93.6208', 'eastus2euap'],
];

/** Every region that a subscription of the sandbox sees. */
export const regions: readonly Region[] = ROWS.map(
  ([
    name,
    displayName,
    geography,
    geographyGroup,
    physicalLocation,
    latitude,
    longitude,
    pairedRegion,
  ]) => ({
    name,
    displayName,
    geography,
    geographyGroup,
    physicalLocation,
    latitude,
    longitude,
    pairedRegion,
  }),
);

/** The region with this name or display name ("Japan East" and "japaneast" are the same). */
export function findRegion(location: string): Region | undefined {
  const name = location.replaceAll(' ', '').toLowerCase();
  return regions.find((region) => region.name === name);
}
