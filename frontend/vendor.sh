#!/bin/sh
# Fetches the pinned packages and copies what pages load, with their licences. Needs npm.
#   vendor.sh WORK TARGET
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1
target=$2
mkdir -p "$work"
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$work"
(cd "$work" && npm ci --loglevel=error)
packages=$work/node_modules
new=$work/vendor
rm -rf "$new"
mkdir -p "$new/files"
cp "$packages/@zazuko/yasqe/build/yasqe.min.js" "$packages/@zazuko/yasqe/build/yasqe.min.css" \
   "$packages/cytoscape/dist/cytoscape.min.js" "$new"
for font in inter source-serif-4; do
  cat "$packages/@fontsource-variable/$font/index.css" >> "$new/fonts.css"
  cp "$packages/@fontsource-variable/$font/files/"*-wght-normal.woff2 "$new/files"
  cp "$packages/@fontsource-variable/$font/LICENSE" "$new/LICENSE-$font.txt"
done
cp "$packages/cytoscape/LICENSE" "$new/LICENSE-cytoscape.txt"
cp "$here/world.mjs" "$work"
(cd "$work" && node world.mjs) > "$new/world.svg"
cp "$packages/world-atlas/LICENSE" "$new/LICENSE-world-atlas.txt"
# The package of YASQE has no text of its licence, those that are built into it have.
{
  echo 'YASQE: MIT License; Triply and Zazuko GmbH. Built into it:'
  for package in codemirror decode-uri-component dompurify filter-obj lodash-es query-string \
                 split-on-first store strict-uri-encode; do
    printf '\n%s\n\n' "$package"
    cat "$packages/$package"/[Ll][Ii][Cc][Ee][Nn][Ss][Ee]
  done
} > "$new/LICENSE-yasqe.txt"
# The comments that point to source maps would lead nowhere.
sed -i.was '/^\/\/# sourceMappingURL=/d; s|/\*# sourceMappingURL=[^*]*\*/||' "$new"/*.js "$new"/*.css
rm "$new"/*.was
rm -rf "$target"
mv "$new" "$target"
