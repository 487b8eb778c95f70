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
mkdir "$place/image"
hdiutil attach "${image[0]}" -nobrowse -readonly -mountpoint "$place/image"
test "$(readlink "$place/image/Applications")" = /Applications
mkdir -p "$HOME/Applications"
ditto "$place/image/Stakemap.app" "$app"
# What looks for viruses may be in it for moments.
hdiutil detach "$place/image" || { sleep 10; hdiutil detach "$place/image" -force; }

codesign --verify --deep --strict --verbose=2 "$app"
plutil -lint "$app/Contents/Info.plist"
test "$(lipo -archs "$program")" = "$(uname -m)"
# No library in it wants a newer macOS than the Finder is told. (Those made for 10.13 and before say so in other words.)
oldest=$(plutil -extract LSMinimumSystemVersion raw "$app/Contents/Info.plist")
wanted=$(find "$app/Contents/MacOS" "$app/Contents/Frameworks" -type f -exec otool -l {} \; 2> /dev/null |
  awk '$1 == "minos" { print $2 }' | sort -Vu)
test -n "$wanted"
test "$(printf '%s\n' "$wanted" "$oldest" | sort -V | tail -n 1)" = "$oldest"
if [ -n "${STAKEMAP_NOTARY_KEY:-}" ] && [ -n "${STAKEMAP_IDENTITY:-}" ]; then
  xcrun stapler validate "${image[0]}"
  spctl --assess --type open --context context:primary-signature --verbose=2 "${image[0]}"
  spctl --assess --type execute --verbose=2 "$app"
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
for _ in $(seq 30); do
  if is_open=$(grep -rls "double click.stakemap" "$STAKEMAP_STATE_DIR/open"); then break; fi
  sleep 2
done
if [ -z "$is_open" ]; then
  echo "::warning::A double click on a map did not open it within a minute."
fi
# Not by an Apple event, for which a window would ask whether that is allowed.
pkill -f "^$program" || true

rm -rf "$app" "$place"
