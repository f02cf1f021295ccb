#!/usr/bin/env bash
# Starts Portaria: checks the tools, builds what changed, and opens the panel.
#   ./start-saas.sh            the desktop app where there is a display, otherwise the server
#   ./start-saas.sh --server   the server, without a window
#   ./start-saas.sh --demo     the same on an emulated WhatsApp: no phone and no Internet needed
# Anything else is passed on to portaria-server (see: ./start-saas.sh --server --help).
set -euo pipefail
cd "$(dirname "$0")"
source .ci/tools.sh

demo=no headless=no rest=()
for word in "$@"; do
  case $word in
  --demo) demo=yes ;;
  --server) headless=yes ;;
  -h | --help) [ "$headless" = yes ] && rest+=("$word") || { sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0; } ;;
  *) rest+=("$word") ;;
  esac
done
[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || headless=yes

listen=${PORTARIA_DEMO_EMULATOR:-127.0.0.1:5399}
answers() { (exec 3<>"/dev/tcp/${listen%:*}/${listen##*:}") 2>/dev/null; }
if [ "$demo" = yes ] && answers; then
  fail "a porta do emulador, $listen, está em uso: há outra demonstração aberta? Outra porta: PORTARIA_DEMO_EMULATOR=127.0.0.1:PORTA / the emulator's port $listen is in use: is another demo running? Choose another with PORTARIA_DEMO_EMULATOR"
fi

need_rust
need_node
need_packages "${BUILD_PACKAGES[@]}"
[ "$headless" = yes ] || need_packages "${DESKTOP_PACKAGES[@]}"
need_interface

target=${CARGO_TARGET_DIR:-target}
if [ "$headless" = yes ]; then program=portaria-server; else program=portaria; fi

# The demo talks to the emulator, which nothing that ships may do: it is another build, in debug.
if [ "$demo" = yes ]; then
  say "compilando a demonstração; a primeira vez leva alguns minutos / building the demo; the first time takes some minutes"
  feature=portaria-server/emulator
  [ "$program" = portaria ] && feature=portaria/emulator,$feature
  cargo build --locked -p "$program" -p portaria-emulator --features "$feature"
  built=$target/debug
else
  say "compilando; a primeira vez leva vários minutos / building; the first time takes several minutes"
  cargo build --locked --release -p "$program"
  built=$target/release
fi

if [ "$demo" = no ]; then
  exec "$built/$program" ${rest[@]+"${rest[@]}"}
fi

mkdir -p .dev/demo
chmod 700 .dev .dev/demo
"$built/portaria-emulator" --demo --listen "$listen" --save .dev/demo/network.json &
emulator=$!
# The emulator goes when the panel goes, however that ends.
trap 'kill "$emulator" 2>/dev/null; wait "$emulator" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  kill -0 "$emulator" 2>/dev/null || fail "o emulador não abriu em $listen / the emulator did not start on $listen"
  answers && break
  sleep 0.1
done
export PORTARIA_DATA_DIR=.dev/demo/data PORTARIA_WHATSAPP_URL="ws://$listen/ws/chat"
"$built/$program" ${rest[@]+"${rest[@]}"}
