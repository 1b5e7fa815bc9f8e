#!/usr/bin/env bash
# Runs a command as a client of a sandbox that is served for it alone: a fresh folder, any free port, the
# environment of `azbackup sandbox env`. Ends as the command ends, or with 1 when the server did not end
# well or met a defect of its own. SPEED says how fast the sandbox lives, RECORD into which folder
# exchanges are recorded. The sandbox begins at one o'clock in the morning of its day, whatever the time is: the backups of
# the policies are hours away, and a run meets them at the same place each time, or not at all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# A minute of Azure's takes a second: its jobs and what spreads slowly are waited for, not skipped.
speed=${SPEED:-60}
ready_seconds=60
work=$(mktemp -d)
server=

stop() {
  local pid=$server
  server=
  [ -z "$pid" ] && return
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid"
}
trap 'stop || true; rm -rf "$work"' EXIT

# Until one o'clock UTC, which may be almost a day ahead; clients that reckon with the time of day allow for that.
until_one=$(((86400 + 3600 - $(date -u +%s) % 86400) % 86400))
node bin/azbackup.js sandbox clock advance "${until_one}s" --sandbox-dir "$work/sandbox" --quiet -o none

# The server writes one line when it answers. The pipe stays open, so that it may write more.
mkfifo "$work/ready"
node bin/azbackup.js sandbox serve --port 0 --sandbox-dir "$work/sandbox" --speed "$speed" \
  ${RECORD:+--record "$RECORD"} -o json >"$work/ready" 2>"$work/said" &
server=$!
exec 3<"$work/ready"
if ! read -r -t "$ready_seconds" -u 3 _; then
  echo "the sandbox did not answer within $ready_seconds s" >&2
  cat "$work/said" >&2
  exit 1
fi

status=0
(
  eval "$(node bin/azbackup.js sandbox env --shell bash --sandbox-dir "$work/sandbox")"
  export SANDBOX_SPEED=$speed
  export SANDBOX_SPEED_COMMAND="node bin/azbackup.js sandbox clock speed --sandbox-dir $work/sandbox"
  "$@"
) 3<&- || status=$?

stop || {
  echo "the server ended with $?, not with 0, on SIGTERM" >&2
  status=1
}
# Clients also ask for hosts that are not Azure's; that the server refuses those is as it should be.
sed 's/^/server: /' "$work/said"
if grep -v 'does not answer for' "$work/said" >/dev/null; then
  status=1
fi
exit "$status"
