#!/usr/bin/env bash
# Installs, tries and removes the package for macOS; the release workflow does so after it has built it:
#     bash packaging/macos/try_package.sh dist
set -euo pipefail

folder=$1
place=$(mktemp -d)
export STAKEMAP_STATE_DIR=$place/state STAKEMAP_CONFIG_DIR=$place/config
app=$HOME/Applications/Stakemap.app
program=$app/Contents/MacOS/stakemap

image=("$folder"/*.dmg)
hdiutil verify "${image[0]}"
hdiutil attach "${image[0]}" -nobrowse -readonly -mountpoint "$place/image"
test "$(readlink "$place/image/Applications")" = /Applications
mkdir -p "$HOME/Applications"
ditto "$place/image/Stakemap.app" "$app"
hdiutil detach "$place/image"

codesign --verify --deep --strict --verbose=2 "$app"
plutil -lint "$app/Contents/Info.plist"
test "$(lipo -archs "$program")" = "$(uname -m)"
if [ -n "${STAKEMAP_NOTARY_KEY:-}" ] && [ -n "${STAKEMAP_IDENTITY:-}" ]; then
  xcrun stapler validate "${image[0]}"
  spctl --assess --type open --context context:primary-signature --verbose=2 "${image[0]}"
fi

export QT_QPA_PLATFORM=offscreen
"$program" selftest
"$program" open --preset armenia-turkiye --exit-when-painted
status=0
"$program" open --preset atlantis || status=$?
test "$status" -eq 2
# Nothing was written into the app, which would have broken the seal.
codesign --verify --deep --strict "$app"

# A double click, with the windows of this session: a map that is open is noted in the state folder. It is only told
# if that fails, as not every machine that builds has such a session.
unset QT_QPA_PLATFORM
"$program" new -o "$place/double click.stakemap.json"
mv "$place/double click.stakemap.json" "$place/double click.stakemap"
open -a "$app" --env STAKEMAP_STATE_DIR="$STAKEMAP_STATE_DIR" --env STAKEMAP_CONFIG_DIR="$STAKEMAP_CONFIG_DIR" \
  "$place/double click.stakemap" || true
sleep 20
if ! grep -rqs "double click.stakemap" "$STAKEMAP_STATE_DIR"; then
  echo "::warning::A double click on a map did not open it within 20 seconds."
fi
osascript -e 'quit app id "org.stakemap.Stakemap"' || true

rm -rf "$app" "$place"
