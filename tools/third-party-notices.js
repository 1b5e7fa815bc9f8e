// Writes THIRD-PARTY-NOTICES.txt beside the bundle: the licence of every package whose code is in it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)([.-].*)?$/i;
const RULE = '-'.repeat(80);

/** Packages that need a notice although they carry no licence file of their own. */
function licenceText(root, { license }) {
  const files = readdirSync(root).filter((name) => LICENCE_FILE.test(name));
  if (files.length > 0) {
    return files.map((name) => readFileSync(join(root, name), 'utf8').trim()).join('\n\n');
  }
  return `The package carries no licence file; it declares: ${license ?? 'nothing'}`;
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

/** A rolldown plugin: reads from the bundle itself what is in it, so that the list cannot drift. */
export function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk' ? Object.keys(chunk.modules) : [],
      );
      const packages = new Map();
      for (const found of modules.map((id) => packageOf(id.replaceAll('\\', '/')))) {
        if (found !== undefined) {
          packages.set(`${found.name} ${found.version}`, found);
        }
      }
      const notices = [...packages]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(
          ([title, found]) => `${RULE}\n${title}\n${RULE}\n\n${licenceText(found.root, found)}\n`,
        );
      const source = `azbackup contains the following ${notices.length} packages.\n\n${notices.join('\n')}`;
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source });
    },
  };
}
