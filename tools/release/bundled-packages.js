// Which packages the code of a bundle comes from: read from the bundle itself, so that no list can drift.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Licences whose terms are met by their text, which THIRD-PARTY-NOTICES.txt holds. */
const ALLOWED_LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
]);

/** Packages by name and version, in order: { root, name, version, license }. */
export function bundledPackages(bundle) {
  const modules = Object.values(bundle).flatMap((chunk) =>
    chunk.type === 'chunk' ? Object.keys(chunk.modules) : [],
  );
  const packages = new Map();
  for (const found of modules.map((id) => packageOf(id.replaceAll('\\', '/')))) {
    if (found !== undefined) {
      packages.set(`${found.name} ${found.version}`, found);
    }
  }
  return [...packages].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

/** Those that may not be given on with the program, for their licence or for want of one. */
export function packagesOfOtherLicences(packages) {
  return packages.filter(({ license }) => !ALLOWED_LICENCES.has(license));
}

/** The folder and manifest of the package that a module belongs to; undefined for our own modules. */
function packageOf(moduleId) {
  const path = moduleId.replace(/^\0/, '').replace(/\?.*$/, '');
  if (!path.includes('/node_modules/')) {
    return undefined;
  }
  // Packages put nameless manifests ({"type":"module"}) into their build folders: go on past those.
  for (let folder = dirname(path); !folder.endsWith('/node_modules'); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'));
      if (name !== undefined && version !== undefined) {
        return { root: folder, name, version, license };
      }
    }
  }
  return undefined;
}
