# What the two commands need on a machine, and how they get it. Sourced by start-saas.sh and test.sh.
# Portuguese first, as every screen: a provider reads these lines.

BUILD_PACKAGES=(build-essential pkg-config perl)
DESKTOP_PACKAGES=(libwebkit2gtk-4.1-dev libayatana-appindicator3-dev librsvg2-dev)
MEDIA_PACKAGES=(ffmpeg)
BROWSER_PACKAGES=(chromium fonts-noto-color-emoji)
OUTSIDE_PACKAGES=(iproute2 nftables nginx-light caddy curl openssl pebble miniupnpd-nftables)
DISPLAY_PACKAGES=(xvfb webkit2gtk-driver dbus-daemon openbox wmctrl xdotool xclip)
BUNDLE_PACKAGES=(mmdebstrap rpm desktop-file-utils appstream)

say() { printf 'portaria: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}

# Is VERSION at least WANTED?
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

need_rust() {
  command -v cargo >/dev/null || fail "falta o Rust 1.95 ou mais novo: instale pelo rustup / Rust 1.95 or newer is missing: install it with rustup"
  local found
  found=$(rustc --version | cut -d' ' -f2)
  at_least "${found%%-*}" 1.95.0 || fail "o Rust $found é antigo; é preciso o 1.95: rustup update / Rust $found is too old; 1.95 is needed: rustup update"
}

need_node() {
  command -v node >/dev/null && command -v npm >/dev/null || fail "falta o Node.js 20 ou mais novo / Node.js 20 or newer is missing"
  local found
  found=$(node --version | tr -d v)
  at_least "$found" 20.0.0 || fail "o Node.js $found é antigo; é preciso o 20 / Node.js $found is too old; 20 is needed"
}

# Whether networks can be made here, with rules for what they pass on: by root, outside of most containers.
makes_networks() {
  [ "$(id -u)" = 0 ] || return 1
  local made=1
  ip netns add portaria-probe 2>/dev/null || return 1
  ip netns exec portaria-probe nft add table ip probe 2>/dev/null && made=0
  ip netns del portaria-probe
  return $made
}

# Installs what Debian or Ubuntu lacks, after saying so.
need_packages() {
  command -v dpkg-query >/dev/null || return 0 # another system: its compiler will say what is missing
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "instalando pacotes que faltam / installing missing packages: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "instale como root / install as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "o apt não instalou / apt did not install: ${missing[*]}"
}

need_cargo_tool() {
  command -v "$1" >/dev/null && return 0
  say "instalando / installing $1"
  cargo install --locked --quiet "$1"
}

# Builds the interface when its sources are newer than what was built.
need_interface() {
  if [ -f ui/dist/index.html ] && [ -z "$(find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -newer ui/dist/index.html -print -quit)" ]; then
    return 0
  fi
  say "montando a interface / building the interface"
  (cd ui && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build)
}
