#!/bin/sh
# Builds a guest's core module for wasm32-unknown-unknown and prints where it is.
#
#   scripts/build-guest.sh DIR [OUT]
#
# DIR holds the guest's Cargo.toml; with OUT the module is copied there. `preau plugin build DIR` calls this and makes
# a component of the module.
#
# The target's standard library comes from, whichever is there first:
#   1. the toolchain, when the target is installed;
#   2. `rustup target add` (network);
#   3. Debian's rustc-web, as
#      RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 PATH=/usr/bin:$PATH \
#        /usr/bin/cargo build --release -Zbuild-std=std,panic_abort --target wasm32-unknown-unknown
set -eu

target=wasm32-unknown-unknown
dir=${1:?usage: build-guest.sh DIR [OUT]}
out=${2:-}
manifest=$dir/Cargo.toml
[ -f "$manifest" ] || { echo "build-guest: no $manifest" >&2; exit 2; }

# A small stack keeps a fresh instance to few pages (plugins/.cargo/config.toml says the same for plain cargo).
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Clink-arg=-zstack-size=65536"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS

has_target() {
    libdir=$(rustc --print target-libdir --target "$target" 2>/dev/null) || return 1
    ls "$libdir"/libstd-*.rlib >/dev/null 2>&1
}

if has_target || { command -v rustup >/dev/null 2>&1 && rustup target add "$target" >&2 && has_target; }; then
    cargo build --release --target "$target" --manifest-path "$manifest" >&2
elif [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ]; then
    RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 PATH=/usr/bin:$PATH \
        /usr/bin/cargo build --release -Zbuild-std=std,panic_abort --target "$target" --manifest-path "$manifest" >&2
else
    echo "build-guest: no standard library for $target: run \`rustup target add $target\` or install Debian's rustc-web" >&2
    exit 3
fi

# One line of JSON; the folder and the package's name are plain texts in it.
facts=$(cargo metadata --no-deps --offline --format-version 1 --manifest-path "$manifest")
folder=$(printf '%s' "$facts" | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
name=$(sed -n '/^\[package\]/,/^\[/s/^name *= *"\([^"]*\)".*/\1/p' "$manifest" | head -n 1 | tr - _)
module=$folder/$target/release/$name.wasm
[ -f "$module" ] || { echo "build-guest: $module was not made; is the crate's type \"cdylib\"?" >&2; exit 4; }

if [ -n "$out" ]; then
    cp "$module" "$out"
    module=$out
fi
echo "$module"
