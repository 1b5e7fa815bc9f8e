#!/usr/bin/env bash
# Runs az.sh against a sandbox served for it, then holds what az sent and was answered to the OpenAPI
# descriptions, where they lie beside the repository. Fails when either does. Where there is no az, or one
# of another version than the sandbox is made for, it says so, and ends well. AZ names an az to run whatever
# its version; an argument, the folder to keep the exchanges in.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if ! command -v "${AZ:-az}" >/dev/null; then
  echo "az: NOT RUN, it is not installed (apt-get install azure-cli)"
  exit 0
fi
# Other versions of az send other api-versions, which the sandbox refuses by name.
modelled=2.45
if [ -z "${AZ:-}" ]; then
  installed=$(az version --query '"azure-cli"' -o tsv </dev/null)
  if [ "${installed%.*}" != "$modelled" ]; then
    echo "az: NOT RUN, it is $installed and the sandbox is made for $modelled; AZ=az runs it all the same"
    exit 0
  fi
fi

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
recorded=${1:-$temporary}
mkdir -p "$recorded"
recorded=$(cd "$recorded" && pwd)

status=0
# What stands by itself is run beside the rest: az mostly waits.
beside=$temporary/machines
mkdir "$beside"
FLOWS=machines RECORD=$beside test/clients/with-sandbox.sh test/clients/az.sh \
  >"$temporary/machines.txt" 2>&1 &
machines=$!
RECORD=$recorded test/clients/with-sandbox.sh test/clients/az.sh || status=1
wait "$machines" || status=1
cat "$temporary/machines.txt"
for exchange in "$beside"/*.json; do
  cp "$exchange" "$recorded/machines-${exchange##*/}"
done
AZBACKUP_RECORDED=$recorded npx vitest run --project conformance \
  test/conformance/recorded-by-clients.test.ts || status=1
exit "$status"
