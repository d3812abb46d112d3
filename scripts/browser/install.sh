#!/usr/bin/env bash
# Gets what the browser tests run in: Chromium, by apt on Debian (as root), where there is none yet.
set -euo pipefail

main() {
  if find_chromium; then
    echo "Chromium is there already: $found, $("$found" --version 2>/dev/null)"
    return
  fi
  [ -z "${CHROME_PATH:-}" ] || refuse "CHROME_PATH is $CHROME_PATH, and that is no program."
  is_debian || refuse "This machine is not Debian, and has neither Chromium nor Chrome on PATH."
  [ "$(id -u)" = 0 ] || refuse "apt needs root: sudo bash scripts/browser/install.sh"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null
  echo "Chromium is installed: $(chromium --version 2>/dev/null)"
}

# What is asked for by name must be there: nothing else is taken in its place.
find_chromium() {
  local name
  if [ -n "${CHROME_PATH:-}" ]; then
    found=$(command -v "$CHROME_PATH")
    return
  fi
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if found=$(command -v "$name"); then return; fi
  done
  return 1
}

is_debian() {
  grep -qs '^ID=debian$' /etc/os-release && command -v apt-get >/dev/null
}

refuse() {
  cat >&2 <<TEXT
$1

The browser tests run in Chromium or Chrome. Install one (macOS: brew install --cask google-chrome), and name
its program where it is not on PATH as chromium or google-chrome:

  export CHROME_PATH="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
TEXT
  exit 1
}

main
