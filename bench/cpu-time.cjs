// Preloaded by bench/start-up.js: writes the CPU time of the process, in milliseconds, to the file that
// AZBACKUP_BENCH_OUT names, when it ends; with AZBACKUP_BENCH_STOP, at its first connection, and ends it.
const { writeFileSync } = require('node:fs');

function writeTime() {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.AZBACKUP_BENCH_OUT, String((user + system) / 1000));
}

process.once('exit', writeTime);
if (process.env.AZBACKUP_BENCH_STOP !== undefined) {
  const { Socket } = require('node:net');
  Socket.prototype.connect = function stop() {
    // oxlint-disable-next-line unicorn/no-process-exit -- nothing after the first connection is measured
    process.exit(0);
  };
}
