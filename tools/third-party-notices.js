// Writes THIRD-PARTY-NOTICES.txt beside the bundle: the licence of every package whose code is in it; and the same
// packages as data, for the bill of materials. A licence that nobody has allowed fails the build.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackages, packagesOfOtherLicences } from './release/bundled-packages.js';

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

/** A rolldown plugin. */
export function thirdPartyNotices() {
  return {
    name: 'third-party-notices',
    generateBundle(_options, bundle) {
      const packages = bundledPackages(bundle);
      const refused = packagesOfOtherLicences(packages);
      if (refused.length > 0) {
        const named = refused.map(({ name, version, license }) => `${name} ${version}: ${license}`);
        this.error(
          `licences that tools/release/bundled-packages.js does not allow: ${named.join(', ')}`,
        );
      }
      const notices = packages.map(
        (found) =>
          `${RULE}\n${found.name} ${found.version}\n${RULE}\n\n${licenceText(found.root, found)}\n`,
      );
      const source = `azbackup contains the following ${notices.length} packages.\n\n${notices.join('\n')}`;
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source });
      const list = packages.map(({ name, version, license }) => ({ name, version, license }));
      this.emitFile({
        type: 'asset',
        fileName: 'bundled-packages.json',
        source: `${JSON.stringify(list, undefined, 2)}\n`,
      });
    },
  };
}
