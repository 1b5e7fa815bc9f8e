// `npm run docs`: writes the generated parts of docs/*.md. The generator reads the program's own
// definitions, which are TypeScript, so it is bundled first.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the project, because what stays outside the bundle is looked up from there.
const file = path.join(root, 'node_modules/.cache/azbackup/write-docs.mjs');

const bundle = await rolldown({
  input: path.join(root, 'tools/docs/write-docs.ts'),
  platform: 'node',
  external: ['oxfmt'],
  logLevel: 'silent',
});
await bundle.write({ file, format: 'esm', codeSplitting: false });
await bundle.close();
try {
  const { writeDocs } = await import(pathToFileURL(file).href);
  const changed = await writeDocs(path.join(root, 'docs'));
  console.log(changed.length === 0 ? 'docs are up to date' : `written: ${changed.join(', ')}`);
} finally {
  rmSync(file);
}
