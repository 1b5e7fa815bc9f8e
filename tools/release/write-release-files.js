// `npm run build:checksums`: what stands beside the packages of a release in its folder: a bill of materials (CycloneDX)
// and the checksums of all files, for `sha256sum --check`.
//   node tools/release/write-release-files.js [--folder release]
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { billOfMaterials } from './bill-of-materials.js';

const SUMS = 'SHA256SUMS';

/** The checksums of the files of a folder, in the format of sha256sum, by name. */
function checksums(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== SUMS)
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({ file, name: path.relative(folder, file).replaceAll('\\', '/') }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      ({ file, name }) =>
        `${createHash('sha256').update(readFileSync(file)).digest('hex')}  ${name}\n`,
    )
    .join('');
}

const { folder } = parseArgs({
  options: { folder: { type: 'string', default: 'release' } },
}).values;
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, `azbackup-${version}.cdx.json`), billOfMaterials());
writeFileSync(path.join(folder, SUMS), checksums(folder));
console.log(path.join(folder, SUMS));
