// Names and ids that are the same for everybody: they tell nothing of whoever recorded them.

import { sameGeography } from '../../domain/geography.js';
import { BACKUP_APP_IDS } from '../../domain/roles.js';

/** Azure's own roles and applications. Pages: Azure built-in roles; first-party applications. */
const GUIDS: ReadonlySet<string> = new Set([
  '00000000-0000-0000-0000-000000000000',
  '00000003-0000-0000-c000-000000000000',
  ...Object.values(BACKUP_APP_IDS),
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  'b24988ac-6180-42a0-ab88-20f7382dd24c',
  'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
  '5e467623-bb1f-42f4-a55d-6e525e11384b',
  '00c29273-979b-4161-815c-10b084fb9324',
  'a795c7a0-d4a2-40c1-ae25-d81f01202912',
  '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
  '00482a5a-887f-4fb3-b363-3b7fe8e74483',
  '21090545-7ca7-4776-b22c-e363652d74d2',
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
  '4633458b-17de-408a-b874-0445c86b69e6',
  '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
  '12338af0-0e69-4776-bea7-57ae8d297424',
  'e147488a-f6f5-4113-8e2d-b22465e65bf6',
  'f25e0fa2-a7c8-4377-a976-54943a77a395',
]);

/** Names that Azure, and not a person, has given; lower-case. */
const NAMES: ReadonlySet<string> = new Set([
  '',
  'azure',
  'azurediskencryption',
  'azurediskencryptionforlinux',
  'current',
  'default',
  'defaultpolicy',
  'enhancedpolicy',
  'hourlylogbackup',
  'latest',
  'vaultconfig',
  'vaultproxy',
  'vaultstorageconfig',
]);

/** True for a guid that is the same in every tenant. */
export function isWellKnownGuid(guid: string): boolean {
  return GUIDS.has(guid.toLowerCase());
}

/** True for a name of Azure's own. */
export function isWellKnownName(name: string): boolean {
  return NAMES.has(name.toLowerCase());
}

/** True for a region, as an id or as it is shown; those for Azure's own trials too. */
export function isRegion(text: string): boolean {
  const name = text.replaceAll(/\s/gu, '').toLowerCase();
  const place = name.replace(/(?:euap|stage)$/u, '');
  return name === 'global' || sameGeography(place, 'eastus') !== undefined;
}
