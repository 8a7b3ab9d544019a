#!/usr/bin/env bash
# Installs the Debian packages that the build and the tests need and the machine
# lacks. Whoever is not root is asked for it through sudo.
set -euo pipefail

need=()
command -v npm >/dev/null || need+=(nodejs npm)
[ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || need+=(fontconfig fonts-wqy-microhei)
if [ "${1:-}" != build ]; then
  command -v chromium >/dev/null || need+=(chromium)
  compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || need+=(postgresql)
fi
[ ${#need[@]} -eq 0 ] && exit 0

run=()
[ "$(id -u)" -eq 0 ] || run=(sudo)
export DEBIAN_FRONTEND=noninteractive
echo "installing: ${need[*]}"
"${run[@]}" apt-get update -qq
"${run[@]}" apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
