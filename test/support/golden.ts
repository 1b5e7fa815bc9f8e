// Where the golden files are: test/golden/<first word of the name>/<name>.txt.
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../golden');

/** The path of a golden file, such as `enable-blocked`, for `toMatchFileSnapshot`. */
export function goldenFile(name: string): string {
  return path.join(ROOT, name.split('-', 1)[0] ?? name, `${name}.txt`);
}
