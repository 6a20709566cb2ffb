#!/usr/bin/env bash
# Proofs that need the official schemas, which are not ours to copy: PREAU_SCHEMAS names the folder that holds them.
set -euo pipefail
folder=${PREAU_SCHEMAS:-}
if [ -z "$folder" ] || [ ! -d "$folder" ]; then
  echo "conformance: set PREAU_SCHEMAS to the folder of the official schemas${folder:+ ($folder is not a folder)}" >&2
  exit 2
fi
echo "schemas in $folder:"
(cd "$folder" && find . -name '*.xsd' | sort | sed 's/^\.\//  /')
echo "This version writes no official export (LSU, LPC, SIECLE), so nothing is held against them yet."
