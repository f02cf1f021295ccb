#!/usr/bin/env bash
# Proves what the product promises so far. Needs no phone and, once packages are fetched, no network.
#   ./test.sh            everything
#   ./test.sh rust       one part: lint, rust, ui, browser or desktop
set -euo pipefail
cd "$(dirname "$0")"
source .ci/tools.sh

part=${1:-all}
began=$SECONDS
step() { printf '\n== %s (%d min %02d s)\n' "$1" $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60)); }
wants() { [ "$part" = all ] || [ "$part" = "$1" ]; }

case $part in all | lint | rust | ui | browser | desktop) ;; *)
  sed -n '2,4s/^# \{0,1\}//p' "$0"
  exit 2
  ;;
esac

step "tools"
need_rust
need_node
need_packages "${BUILD_PACKAGES[@]}"
if wants rust; then need_packages "${MEDIA_PACKAGES[@]}"; fi
if wants browser; then need_packages "${BROWSER_PACKAGES[@]}"; fi
if wants browser && [ "$(id -u)" = 0 ]; then need_packages "${OUTSIDE_PACKAGES[@]}"; fi
if wants desktop; then need_packages "${DESKTOP_PACKAGES[@]}" "${DISPLAY_PACKAGES[@]}" "${MEDIA_PACKAGES[@]}"; fi
if wants desktop && [ "$(id -u)" = 0 ]; then need_packages "${BUNDLE_PACKAGES[@]}"; fi
if wants rust || wants desktop; then need_cargo_tool cargo-nextest; fi
if wants lint; then
  need_cargo_tool cargo-deny
  need_cargo_tool cargo-machete
fi

# Rust embeds the interface, so it comes first.
step "interface: packages"
(cd ui && npm ci --no-audit --no-fund --loglevel=error)

if wants ui; then
  step "interface: lint, types, unit tests"
  (cd ui && npm run lint && npm test)
fi
if wants ui || wants rust || wants browser || wants desktop; then
  step "interface: build"
  (cd ui && npm run build)
fi

# The desktop is left out of the everyday loop: WebKit makes it slow to build.
workspace=(--workspace --exclude portaria --features portaria-server/emulator)

if wants lint; then
  step "format"
  cargo fmt --all --check
  step "clippy"
  cargo clippy --locked "${workspace[@]}" --all-targets --quiet -- -D warnings
  step "dependencies: licences, sources, bans, and none that nobody uses"
  cargo deny --log-level error --config .deny.toml check bans licenses sources
  cargo machete
  step "documentation"
  RUSTDOCFLAGS="-D warnings" cargo doc --locked "${workspace[@]}" --no-deps --quiet
fi
if wants rust; then
  step "tests against the emulator"
  cargo nextest run --locked "${workspace[@]}" --cargo-quiet --status-level fail
  step "tests of the build that ships: it refuses the emulator"
  cargo nextest run --locked -p portaria-whatsapp --cargo-quiet --status-level fail
fi
if wants browser; then
  step "browser journeys"
  # The same choice of features as the tests had: nothing is compiled twice.
  cargo build --locked "${workspace[@]}" --bins --tests --quiet
  (cd ui && npm run e2e)
  if makes_networks; then
    step "links opened from other networks"
    (cd ui && npm run outside)
  else
    step "links opened from other networks: NOT RUN, this needs root and a kernel that makes networks (sudo npm run outside)"
  fi
  step "Baileys against the emulator"
  (cd ui && npm run witness)
fi
if wants desktop; then
  step "desktop: lints"
  cargo clippy --locked -p portaria --all-targets --quiet -- -D warnings
  step "desktop: its own rules"
  cargo nextest run --locked -p portaria --features portaria/emulator --cargo-quiet --status-level fail
  step "desktop: window, tray and notices, on a display of its own"
  desktop=(-p portaria -p portaria-server -p portaria-emulator --features portaria/emulator,portaria-server/emulator)
  cargo build --locked "${desktop[@]}" --bins --quiet
  cargo build --locked "${desktop[@]}" --example desktop-stand-in --quiet
  (cd ui && npm run desktop)
  step "packages: for Debian and Fedora"
  # Built as tests are; what ships is built with the optimiser and the same files.
  (cd ui && npm run bundle -- --debug --bundles deb,rpm --config '{"build":{"beforeBuildCommand":""}}')
  if makes_networks; then
    step "packages: installed and started where nothing ever was"
    (cd ui && npm run bundles)
  else
    step "packages: NOT INSTALLED, this needs root and a kernel that makes namespaces (sudo npm run bundles)"
  fi
fi
step "done"
