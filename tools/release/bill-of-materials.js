// What is in the program, as CycloneDX 1.6: the packages whose code is in the bundle (as the build found them), and lmdb
// with what it depends on, which npm installs beside it. Nothing of the time or the machine, so that it can be made again.
import { readFileSync } from 'node:fs';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/** The bill of materials as JSON. */
export function billOfMaterials() {
  const own = JSON.parse(readFileSync('package.json', 'utf8'));
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const bom = new Models.Bom();
  const root = component(Enums.ComponentType.Application, own, undefined);
  bom.metadata.component = root;
  const parts = [...bundled(lock), ...installed(lock, Object.keys(own.dependencies))];
  for (const part of parts) {
    bom.components.add(part);
    root.dependencies.add(part.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(
    new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6),
  );
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}

/** Packages in the bundle; their hash is that of the lock file. */
function bundled(lock) {
  const places = Object.entries(lock);
  return JSON.parse(readFileSync('dist/bundled-packages.json', 'utf8')).map((found) => {
    const entry = places.find(
      ([place, { version }]) =>
        place.endsWith(`node_modules/${found.name}`) && version === found.version,
    );
    return component(Enums.ComponentType.Library, found, entry?.[1].integrity);
  });
}

/** Packages that are installed, and what they depend on in turn. */
function installed(lock, names) {
  const found = new Map();
  const visit = (name) => {
    const entry = lock[`node_modules/${name}`];
    if (entry !== undefined && !found.has(name)) {
      const { version, license, integrity } = entry;
      found.set(
        name,
        component(Enums.ComponentType.Library, { name, version, license }, integrity),
      );
      for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
        visit(next);
      }
    }
  };
  names.forEach((name) => visit(name));
  return [...found.values()];
}

function component(type, { name, version, license }, integrity) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const made = new Models.Component(type, name, { version, purl, bomRef: purl });
  if (license !== undefined) {
    made.licenses.add(new Models.SpdxLicense(license));
  }
  if (integrity?.startsWith('sha512-')) {
    const hash = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
    made.hashes.set(Enums.HashAlgorithm['SHA-512'], hash);
  }
  return made;
}
