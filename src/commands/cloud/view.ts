// The views of `azbackup cloud list` and `show`.

import { formatTable } from '../../output/table.js';
import type { View } from '../../output/view.js';
import { formatFields } from '../../output/views/fields.js';
import type { CloudItem, CloudListDocument, CloudShowDocument } from './result.js';

const COLUMNS = [
  { header: 'cloud' },
  { header: 'resource manager' },
  { header: 'sign-in', drops: 1 },
  { header: 'key vaults', drops: 2 },
];

/** A cloud a line. */
export function formatCloudList({ items }: CloudListDocument, view: View): string[] {
  return formatTable(
    COLUMNS,
    items.map(({ name, armEndpoint, authority, keyVaultSuffix }) => [
      name,
      armEndpoint,
      authority,
      `*.${keyVaultSuffix}`,
    ]),
    view,
  );
}

/** One cloud, a field a line. */
export function formatCloudShow({ items }: CloudShowDocument, view: View): string[] {
  return items.flatMap((item) => formatFields(fieldsOf(item), view));
}

const SOURCES: Readonly<Record<CloudItem['source'], string>> = {
  'built-in': 'built in',
  file: 'a file',
  metadata: 'its own description; nothing is stored: -o json > FILE keeps it for --cloud FILE',
};

function fieldsOf(item: CloudItem): readonly (readonly [string, string])[] {
  const versions = Object.entries(item.apiVersions ?? {});
  return [
    ['cloud', item.name],
    ['taken from', SOURCES[item.source]],
    ['ARM', `${item.armEndpoint}, tokens for ${item.armScope}`],
    ['sign-in', item.authority],
    ['Graph', `${item.graphEndpoint}, tokens for ${item.graphScope}`],
    ['key vaults', `*.${item.keyVaultSuffix}`],
    ['storage', `*.blob.${item.storageSuffix}`],
    ['portal', item.portal ?? 'not published'],
    ['backup app', item.backupAppId ?? 'not published: use --backup-principal-id'],
    ['API versions', versions.map(([name, version]) => `${name} ${version}`).join(', ')],
  ];
}
