#!/usr/bin/env bash
# Runs what can fail, each step to its end, and closes with one line: « N passed, N failed ».
#   tests/run.sh all     installs what the tests need, then format, lints and every test
#   tests/run.sh lint    format and lints only
set -euo pipefail
cd "$(dirname "$0")/.."
logs=target/test-log
mkdir -p "$logs"
rm -f "$logs"/*.log "$logs/count"
failed=()

# Ends the run when it fails: without it nothing after makes sense.
need() {
  local name=$1; shift
  printf '\n== %s\n' "$name"
  "$@" || { printf '\n%s failed\n0 passed, 1 failed\n' "$name" | tee "$logs/count"; exit 1; }
}

# Goes on when it fails, and remembers.
step() {
  local name=$1; shift
  printf '\n== %s\n' "$name"
  "$@" 2>&1 | tee "$logs/${name// /-}.log" || failed+=("$name")
}

guests() { (cd plugins && "$@"); }
browser() { (cd tests/browser && "$@"); }

lints() {
  step "format" cargo fmt --all --check
  step "format of plugins" guests cargo fmt --all --check
  step "lints" cargo clippy --locked --workspace --all-targets -- -D warnings
  step "lints of plugins" guests cargo clippy --locked --workspace --all-targets -- -D warnings
}

# Adds up what cargo and node say; a step that failed without a failed test counts as one.
count() {
  awk -v steps="${#failed[@]}" '
    /^test result: / { for (i = 1; i <= NF; i++) { if ($i == "passed;") good += $(i - 1); if ($i == "failed;") bad += $(i - 1) } }
    /^(# |ℹ )pass [0-9]+/ { good += $NF }
    /^(# |ℹ )(fail|cancelled|skipped|todo) [0-9]+/ { bad += $NF }
    END { if (bad + 0 == 0) bad = steps; printf "%d passed, %d failed\n", good, bad; exit (bad > 0) }
  ' "$logs"/*.log | tee "$logs/count"
}

case ${1:-all} in
  lint) lints ;;
  all)
    need "identity servers, database and browser" tests/idp/install-idp.sh
    need "browser driver" browser npm ci --no-audit --no-fund
    need "server and plugins" make --no-print-directory plugins
    lints
    step "tests" cargo test --locked --workspace --no-fail-fast
    step "tests of plugins" guests cargo test --locked --workspace --no-fail-fast
    step "browser tests" browser npm test
    ;;
  *) sed -n '2,4s/^# //p' "$0"; exit 2 ;;
esac

printf '\n'
[ ${#failed[@]} -eq 0 ] || printf 'failed: %s\n' "${failed[@]}"
count
