#!/bin/sh
# Makes report.png, the picture of a report that README shows: runs broadcast under partitions with a
# fixed seed, then takes a screenshot of the report in a browser without a window.
# Usage: src/docs/images/make.sh [FILE]    FILE: where the picture goes (default: report.png, here)
set -eu

fail() {
  echo "make.sh: $*" >&2
  exit 1
}

root=$(cd "$(dirname "$0")/../../.." && pwd)
picture=${1:-$root/src/docs/images/report.png}
case $picture in /*) ;; *) picture=$PWD/$picture ;; esac

browser=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  ! command -v "$name" >/dev/null || { browser=$name; break; }
done
[ -n "$browser" ] || fail "no Chromium or Chrome is on the PATH; install one, on Debian: apt install chromium"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The report prints its command: so here are relative paths, and the store is no option.
cd "$root"
TATTLE_JAVA_OPTS=-Dtattle.store=$folder maelstrom/bench test -w broadcast --bin maelstrom/node \
  --node-count 5 --time-limit 20 --rate 50 --latency 50 --nemesis partition --nemesis-interval 3 \
  --seed 3 ||
  fail "the run is not valid; its summary is above"

# Chromium needs a folder of its own, and no sandbox where root starts it.
"$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run \
  --no-proxy-server --hide-scrollbars --user-data-dir="$folder/browser" --window-size=1100,900 \
  --virtual-time-budget=5000 --screenshot="$folder/report.png" \
  "file://$folder/latest/index.html" >"$folder/browser.log" 2>&1 || :
[ -s "$folder/report.png" ] || fail "$browser took no screenshot: $(tail -3 "$folder/browser.log")"
mv "$folder/report.png" "$picture"
echo "$picture"
