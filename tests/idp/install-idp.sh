#!/bin/bash
# Installs the real servers the test suite runs against, from Debian bookworm and npm. Safe to run again; root only for apt.
#   install-idp.sh [llng] [postgres] [browser] [trace]     (default: all)
set -euo pipefail
IDP_NAME=install; . "$(dirname "$0")/lib.sh"
export DEBIAN_FRONTEND=noninteractive
WANT=" ${*:-llng postgres browser trace} " debs=()
want() { [[ $WANT == *" $1 "* ]]; }
for part in $WANT; do case $part in llng|postgres|browser|trace) ;; *) die "usage: $0 [llng] [postgres] [browser] [trace]" ;; esac; done
# lemonldap-ng-fastcgi-server only keeps apt from choosing apache2; XML::Simple and IO::String are "recommended" yet needed
want llng     && debs+=(liblemonldap-ng-portal-perl lemonldap-ng-fastcgi-server starman libxml-simple-perl libio-string-perl python3-minimal)
want postgres && debs+=(postgresql-15)
want browser  && debs+=(chromium fonts-dejavu-core)
want trace    && debs+=(strace)   # the durability test reads system calls
missing=(); for p in "${debs[@]}"; do dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$p"); done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null
fi
mkdir -p "$IDP_BASE"
if want browser; then   # the driver; Chromium itself is Debian's
  command -v npm >/dev/null || die "npm is missing (Debian: apt-get install --no-install-recommends nodejs npm)"
  [ -d "$NODE_DIR/node_modules/playwright-core" ] || npm install --prefix "$NODE_DIR" --no-audit --no-fund --silent playwright-core@1.65.1
fi
say "ready:$WANT"
