#!/usr/bin/env bash
# Starts a demo on a loopback port, takes the pictures of the README, stops it.
set -euo pipefail
cd "$(dirname "$0")/.."
dir=$(mktemp -d)
bin/muster demo --years 2 --people 20000 --dir "$dir/demo" --addr 127.0.0.1:8991 >"$dir/out" 2>"$dir/err" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
until grep -q 'http://' "$dir/out"; do
  kill -0 $server || { cat "$dir/err"; exit 1; }
  sleep 1
done
mkdir -p docs/screenshots
go run ./scripts/screenshots http://127.0.0.1:8991 muster-demo-2026 docs/screenshots
