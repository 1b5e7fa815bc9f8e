#!/usr/bin/env node
// Starts the bundle. Kept to old syntax, so that an old Node gets a sentence and not a syntax error.
import { existsSync } from 'node:fs';

async function start() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return refuse(`azbackup needs Node.js 20.19 or newer; this is ${process.versions.node}`);
  }
  const bundle = new URL('../dist/cli.js', import.meta.url);
  if (!existsSync(bundle)) {
    return refuse('azbackup is not built: npm run build');
  }
  const { runProcess } = await import(bundle.href);
  await runProcess();
}

function refuse(reason) {
  process.stderr.write(`error: ${reason}\n`);
  process.exitCode = 1;
}

void start();
