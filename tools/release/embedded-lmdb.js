// In place of node-gyp-build-optional-packages in the executable's lmdb: the native part comes from the executable.
import { getRawAsset } from 'node:sea';
import { loadAddon } from './place-addon.js';

/** The native part of lmdb. */
// oxlint-disable-next-line import/no-default-export -- as the package whose place it takes
export default function loadNative() {
  return loadAddon({
    name: 'lmdb.node',
    bytes: Buffer.from(getRawAsset('lmdb.node')),
    load: (file) => {
      const loaded = { exports: {} };
      process.dlopen(loaded, file);
      return loaded.exports;
    },
  });
}
