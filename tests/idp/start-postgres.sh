#!/bin/bash
# A throwaway PostgreSQL 15 cluster on loopback (Debian package postgresql-15; its own service is not touched).
#   PG_PORT (9104)  PG_DIR ($IDP_BASE/pg-$PG_PORT)  PG_DB (app)  PG_PASSWORD (test; user postgres)
# start | stop (keeps the data) | status | url | wipe (stop and delete $PG_DIR)
# Not crash-safe on purpose: fsync is off. As root the server runs as user postgres, so $PG_DIR's parents must be open to it.
IDP_NAME=postgres; . "$(dirname "$0")/lib.sh"
PG_PORT=${PG_PORT:-9104} PG_DIR=${PG_DIR:-$IDP_BASE/pg-$PG_PORT} PG_DB=${PG_DB:-app} PG_PASSWORD=${PG_PASSWORD:-test}
BIN=${PG_BIN:-/usr/lib/postgresql/15/bin} DATA=$PG_DIR/data LOG=$PG_DIR/server.log
PIDF=$DATA/postmaster.pid MARK="-D $DATA"      # PostgreSQL writes this pid file itself; its first line is the pid
URL=postgres://postgres:$PG_PASSWORD@127.0.0.1:$PG_PORT/$PG_DB
as_pg() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }
# fast stop (disconnect clients), only of the server that owns this data directory
stop() { if pid_alive "$PIDF" "$MARK"; then as_pg "$BIN/pg_ctl" -D "$DATA" -m fast -w -t 20 stop >/dev/null && say stopped; else say "not running"; fi; }

case ${1:-start} in
stop)   stop; exit ;;
wipe)   stop; [ -f "$DATA/PG_VERSION" ] && rm -rf -- "$PG_DIR"; exit 0 ;;
url)    echo "$URL"; exit ;;
status) pid_alive "$PIDF" "$MARK" && say "up, pid $(head -n1 "$PIDF"), $URL" || { say down; exit 1; }; exit ;;
start) ;;
*) die "usage: $0 [start|stop|status|url|wipe]" ;;
esac

if pid_alive "$PIDF" "$MARK"; then say "already up, pid $(head -n1 "$PIDF"), $URL"; exit 0; fi
[ -x "$BIN/initdb" ] || die "postgresql-15 is missing: run install-idp.sh postgres"
need_port "$PG_PORT"
mkdir -p "$PG_DIR"; chmod a+x "$IDP_BASE"; [ "$(id -u)" != 0 ] || chown postgres: "$PG_DIR"
if [ ! -f "$DATA/PG_VERSION" ]; then
  printf %s "$PG_PASSWORD" >"$PG_DIR/pw"; [ "$(id -u)" != 0 ] || chown postgres: "$PG_DIR/pw"
  as_pg "$BIN/initdb" -D "$DATA" -U postgres -E UTF8 --locale=C.UTF-8 --auth=scram-sha-256 --pwfile="$PG_DIR/pw" --no-sync >"$PG_DIR/initdb.log" 2>&1 ||
    { tail "$PG_DIR/initdb.log" >&2; die "initdb failed"; }
  rm -f "$PG_DIR/pw"
fi
rm -f "$PIDF"
as_pg "$BIN/pg_ctl" -D "$DATA" -l "$LOG" -w -t 30 start -o "-p $PG_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='$PG_DIR' \
 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB -c timezone=UTC" >/dev/null ||
  { tail -n 20 "$LOG" >&2; die "start failed"; }
export PGPASSWORD=$PG_PASSWORD
psql -qAt -h 127.0.0.1 -p "$PG_PORT" -U postgres -c "select 1 from pg_database where datname='$PG_DB'" | grep -q 1 ||
  psql -q -h 127.0.0.1 -p "$PG_PORT" -U postgres -c "create database \"$PG_DB\""
say "up, pid $(head -n1 "$PIDF")  $URL"
