// Bundles src/cli/main.ts into dist/: one small entry, and a chunk for everything behind import().
import { defineConfig } from 'rolldown';
import { calledOperations } from './called-operations.js';
import { interpretedSchemas } from './interpreted-schemas.js';
import { laterLoading } from './later-loading.js';
import { requiredBuiltIns } from './required-built-ins.js';
import { smallProtocol } from './small-protocol.js';
import { thirdPartyNotices } from './third-party-notices.js';

export default defineConfig({
  input: { cli: 'src/cli/main.ts' },
  platform: 'node',
  // It comes with binaries, so it is a dependency of the package. Only a sandbox in a folder loads it.
  external: ['lmdb'],
  preserveEntrySignatures: 'allow-extension',
  // Packages of two kinds give the kind whose unused parts fall away, and share the core of the SDKs.
  resolve: { mainFields: ['module', 'main'] },
  plugins: [
    laterLoading(),
    calledOperations('src/services'),
    requiredBuiltIns(),
    interpretedSchemas(),
    smallProtocol(),
    thirdPartyNotices(),
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    // What is loaded at every start is one file: each more would take a millisecond of it.
    codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
    // Two thirds of the SDKs' text is documentation, which Node would read at each start.
    comments: { legal: true, annotation: false, jsdoc: false },
    sourcemap: false,
    // White space goes, and the names of variables: a quarter of the package. Functions and classes keep theirs, which are
    // what a stack shows. What else could be pressed together was measured to be no smaller by a lot, and to load slower.
    minify: {
      compress: false,
      mangle: { toplevel: true, keepNames: { class: true, function: true } },
      codegen: { removeWhitespace: true },
    },
  },
});
