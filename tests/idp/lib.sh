# Shared helpers for the start-*.sh scripts. Source it; it starts nothing.
# Every script: start-X.sh [start|stop|status]  (default: start)
#   IDP_BASE   where run-time data goes              (default /tmp/preau-idp)
#   APP_URL    base URL of the application under test (default http://localhost:8080)
# Names and ports of one instance come from each script's own variables, so two
# instances can run side by side with different *_DIR and *_PORT.
IDP_HERE=$(cd "$(dirname "${BASH_SOURCE[1]:-$0}")" && pwd)
IDP_BASE=${IDP_BASE:-/tmp/preau-idp}
APP_URL=${APP_URL:-http://localhost:8080}
APP_URL=${APP_URL%/}
USERS_JSON=${USERS_JSON:-$IDP_HERE/users.json}
NODE_DIR=${NODE_DIR:-$IDP_BASE/node}       # where the browser's driver is installed

say() { echo "[$IDP_NAME] $*"; }
die() { echo "[$IDP_NAME] ERROR: $*" >&2; exit 1; }

# A pid file counts only if that pid is alive AND its command line still holds
# our marker: a recycled pid is never mistaken for ours, nor killed.
pid_alive() { # pidfile marker
  local p; p=$(head -n1 "$1" 2>/dev/null) || return 1
  [ -n "$p" ] && [ -r "/proc/$p/cmdline" ] || return 1
  tr '\0' ' ' <"/proc/$p/cmdline" | grep -qF -- "$2"
}

# Each daemon leads a process group of its own (see spawn). Ends what is left of the
# group in the pid file, marker checked: workers orphaned by a killed master.
reap_group() { # pidfile marker
  local p m; p=$(head -n1 "$1" 2>/dev/null); [[ $p =~ ^[0-9]+$ ]] || return 0
  for m in $(pgrep -g "$p"); do
    if tr '\0' ' ' 2>/dev/null <"/proc/$m/cmdline" | grep -qF -- "$2"; then kill -KILL "$m" 2>/dev/null; fi
  done; return 0
}

stop_pid() { # pidfile marker
  if pid_alive "$1" "$2"; then
    local p; p=$(head -n1 "$1")
    kill -TERM "$p"
    for _ in $(seq 100); do pid_alive "$1" "$2" || break; sleep 0.1; done
    reap_group "$1" "$2"
    say "stopped pid $p"
  else
    reap_group "$1" "$2"
    say "not running"
  fi
  rm -f "$1"
}

port_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
need_port() { # a server that just ended may hold its port for a moment more
  for _ in $(seq 20); do port_free "$1" && return 0; sleep 0.1; done; die "port $1 is taken"
}

wait_http() { # url seconds logfile
  local n=$(( $2 * 10 )) i=0
  for _ in $(seq "$n"); do
    curl -fsS -o /dev/null --noproxy '*' --max-time 5 "$1" 2>/dev/null && return 0
    # give up at once when the daemon is gone or has logged its own failure ($FATAL)
    pid_alive "$PIDF" "$MARK" || { [ $((i++)) -lt 20 ] || break; }
    if [ -n "${FATAL:-}" ] && grep -qs -- "$FATAL" "$3"; then break; fi
    sleep 0.1
  done
  [ -f "$3" ] && head -n 30 "$3" >&2
  stop_pid "$PIDF" "$MARK" >&2
  die "no answer from $1 after $2 s"
}

# start a daemon in its own session, remember its pid
spawn() { # pidfile logfile command...
  local pf=$1 log=$2; shift 2
  setsid "$@" >>"$log" 2>&1 </dev/null &
  echo $! >"$pf"
}
