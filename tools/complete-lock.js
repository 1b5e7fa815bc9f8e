// Adds to package-lock.json the platform packages that `npm install` could not fetch and so left out.
// `npm ci` refuses a lock file without them (npm 11 counts them as missing), also on platforms that
// never install them. Run it after `npm install` on a registry that mirrors one platform only.
// Their integrity is asked of the registry, which tells it without the package.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PLATFORM =
  /[-/](?<os>android|darwin|freebsd|linux|openharmony|win32|wasm32)-(?<cpu>[a-z0-9]+)(?:-(?<abi>\w+))?$/;
const LIBC = { gnu: ['glibc'], musl: ['musl'] };

/** What a package says of itself in its manifest, read off its name. */
function platformOf(name) {
  const { os, cpu, abi } = PLATFORM.exec(name)?.groups ?? {};
  if (os === undefined) {
    throw new Error(`${name} is missing, and its name tells no platform: is it served at all?`);
  }
  if (os === 'wasm32') {
    return { cpu: ['wasm32'] };
  }
  return { cpu: [cpu], os: [os], ...(os === 'linux' && LIBC[abi] ? { libc: LIBC[abi] } : {}) };
}

/** Where a package at `path` finds `name`, nearest first, as Node resolves it. */
function placesOf(name, path) {
  const outer = path.lastIndexOf('/node_modules/');
  const here = `${path}/node_modules/${name}`;
  return outer < 0
    ? [here, `node_modules/${name}`]
    : [here, ...placesOf(name, path.slice(0, outer))];
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const added = {};
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const places = placesOf(name, path);
    const found = places.find((place) => lock.packages[place] !== undefined);
    // Where another version has taken the outer place, the entry goes beside its dependant.
    const place = found === undefined ? places.at(-1) : places[0];
    if (lock.packages[found]?.version !== version && /^\d/.test(version)) {
      added[place] = { version, dev, optional: true, ...platformOf(name) };
    }
  }
}
const all = { ...lock.packages, ...added };

/** The digest that the registry has of a package; throws where it does not know it. */
async function integrityOf(path, version) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const { stdout } = await run('npm', ['view', `${name}@${version}`, 'dist.integrity', '--json']);
  return JSON.parse(stdout);
}

const unsealed = Object.entries(all).filter(([path, { integrity }]) => path !== '' && !integrity);
for (const [path, { version, ...rest }] of unsealed) {
  all[path] = { version, integrity: await integrityOf(path, version), ...rest };
}
const packages = Object.entries(all);
lock.packages = Object.fromEntries(packages.toSorted(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(added).length} packages added, ${unsealed.length} sealed`);
