// docs/configuration.md: the global options under their three names, and the clouds.

import { environmentName, GLOBAL_OPTIONS } from '../../src/commands/options/global-options.js';
import { CLOUDS, type Cloud } from '../../src/services/arm/clouds.js';
import type { Parts } from './generated-parts.js';
import { code, table } from './markdown.js';

/** The generated parts of the page. */
export const configurationParts: Parts = { settings: settingTable, clouds: cloudTable };

const TYPE_WORDS = { flag: 'true or false', number: 'number', text: 'text' } as const;

function settingTable(): string {
  return table(
    ['option', 'variable', 'key in a config file', 'in a project file', 'meaning'],
    GLOBAL_OPTIONS.map(({ name, type, flags, description, notFromProjects }) => [
      code(flags),
      code(environmentName(name)),
      name === 'config' ? '-' : `${code(name)} (${TYPE_WORDS[type]})`,
      name === 'config' ? '-' : notFromProjects === undefined ? 'yes' : inProject(name),
      description,
    ]),
  );
}

function inProject(name: string): string {
  return name === 'dry-run' ? 'only true' : '**no**';
}

function cloudTable(): string {
  const clouds: readonly Cloud[] = Object.values(CLOUDS);
  return table(
    ['cloud', 'Resource Manager', 'sign-in', 'key vaults', 'Backup Management Service'],
    clouds.map((cloud) => [
      code(cloud.name),
      code(cloud.armEndpoint),
      code(cloud.authority),
      code(`*.${cloud.keyVaultSuffix}`),
      cloud.backupAppId === undefined
        ? 'not published: `--backup-principal-id`'
        : code(cloud.backupAppId),
    ]),
  );
}
