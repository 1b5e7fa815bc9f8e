#!/usr/bin/env node
// Starts the bundle. Kept to old syntax, so that an old Node gets a sentence and not a syntax error.
import { mkdirSync } from 'node:fs';
import nodeModule from 'node:module';
import { homedir } from 'node:os';
import { dirname } from 'node:path';

async function start() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return refuse(`azbackup needs Node.js 20.19 or newer; this is ${process.versions.node}`);
  }
  cacheCompiledCode();
  const bundle = new URL('../dist/cli.js', import.meta.url);
  const loaded = await load(bundle);
  if (loaded === undefined) {
    return refuse('azbackup is not built: npm run build');
  }
  await loaded.runProcess();
}

async function load(bundle) {
  try {
    return await import(bundle.href);
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && error.url === bundle.href) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Keeps V8's compiled code between calls, where Node can (22.1 and newer). In a folder of the user's own:
 * Node's default is in the folder for temporary files, where others could put code for us to run. Where
 * the folder cannot be written, or there is none, nothing is kept and nothing is said. NODE_COMPILE_CACHE
 * names another folder, NODE_DISABLE_COMPILE_CACHE=1 turns this off: both are Node's own.
 */
function cacheCompiledCode() {
  if (nodeModule.enableCompileCache !== undefined) {
    try {
      const folder = `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/azbackup/compiled`;
      makeFolder(folder);
      nodeModule.enableCompileCache(folder);
    } catch {
      // A user without a home, or with one that takes no folders.
    }
  }
}

/** Step by step: Node's own way of making parents never ends where a file system takes no folders (/proc). */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const parent = dirname(folder);
    if (error.code === 'ENOENT' && parent !== folder) {
      makeFolder(parent);
      mkdirSync(folder, { mode: 0o700 });
    } else if (error.code !== 'EEXIST') {
      throw error;
    }
  }
}

function refuse(reason) {
  process.stderr.write(`error: ${reason}\n`);
  process.exitCode = 1;
}

void start();
