// Preloaded by bench/start-up.js and bench/fleet.js: writes what the process cost to the file that
// AZBACKUP_BENCH_OUT names, when it ends: CPU time in milliseconds and the largest memory in MB; with
// AZBACKUP_BENCH_STOP, at its first connection, and ends it; with AZBACKUP_BENCH_REQUESTS, its requests too.
const { writeFileSync } = require('node:fs');

const requests = { all: 0, resourceManager: 0, throttled: 0 };

function writeCosts() {
  const { user, system } = process.cpuUsage();
  const costs = {
    milliseconds: (user + system) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    requests,
  };
  writeFileSync(process.env.AZBACKUP_BENCH_OUT, JSON.stringify(costs));
}

process.once('exit', writeCosts);
if (process.env.AZBACKUP_BENCH_STOP !== undefined) {
  const { Socket } = require('node:net');
  Socket.prototype.connect = function stop() {
    // oxlint-disable-next-line unicorn/no-process-exit -- nothing after the first connection is measured
    process.exit(0);
  };
}
if (process.env.AZBACKUP_BENCH_REQUESTS !== undefined) {
  const { subscribe } = require('node:diagnostics_channel');
  subscribe('http.client.request.start', ({ request }) => {
    // A proxy is asked for a tunnel first.
    if (request.method !== 'CONNECT') {
      requests.all += 1;
      const isArm = String(request.getHeader('host')).startsWith('management.');
      requests.resourceManager += isArm ? 1 : 0;
    }
  });
  subscribe('http.client.response.finish', ({ response }) => {
    requests.throttled += response.statusCode === 429 ? 1 : 0;
  });
}
