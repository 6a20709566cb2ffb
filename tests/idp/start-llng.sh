#!/bin/bash
# LemonLDAP::NG 2.16 portal (Debian) as CAS 1/2/3 server on loopback: no Apache, no nginx, no root. CAS base: http://127.0.0.1:$LLNG_PORT/cas
#   LLNG_PORT (9101)  LLNG_DIR ($IDP_BASE/llng-$LLNG_PORT)  LLNG_WORKERS (3: single logout calls back during a request)
#   CAS_SERVICES      space-separated URL prefixes allowed as CAS services ("$APP_URL/")
#   CAS_ANY_SERVICE   1 = every URL is an allowed service (tests on random ports)
#   CAS_TICKET_TTL (30 s)  CAS_USER_ATTR (uid)  LLNG_LATIN1 (0; 1 = answers that are not UTF-8)  LLNG_LOG (warn; debug shows each step)
# Users: users.json; the Demo back end takes the login as password.
IDP_NAME=llng; . "$(dirname "$0")/lib.sh"
export LLNG_PORT=${LLNG_PORT:-9101}
export LLNG_DIR=${LLNG_DIR:-$IDP_BASE/llng-$LLNG_PORT}
export LLNG_URL=http://127.0.0.1:$LLNG_PORT APP_URL USERS_JSON
PIDF=$LLNG_DIR/pid LOG=$LLNG_DIR/portal.log
MARK="--listen 127.0.0.1:$LLNG_PORT"   # still readable in the title "starman master ..."

case ${1:-start} in
stop)   stop_pid "$PIDF" "$MARK"; exit ;;
wipe)   stop_pid "$PIDF" "$MARK"; rm -rf "$LLNG_DIR"; exit ;;
status) pid_alive "$PIDF" "$MARK" && say "up, pid $(cat "$PIDF"), $LLNG_URL" || { say down; exit 1; }; exit ;;
url)    echo "$LLNG_URL/cas"; exit ;;
start) ;;
*) die "usage: $0 [start|stop|wipe|status|url]" ;;
esac

if pid_alive "$PIDF" "$MARK"; then say "already up, pid $(cat "$PIDF"), $LLNG_URL"; exit 0; fi
command -v starman >/dev/null || die "starman is missing: run install-idp.sh llng"
reap_group "$PIDF" "$MARK"
need_port "$LLNG_PORT"
mkdir -p "$IDP_BASE"; chmod 755 "$IDP_BASE"; umask 077
mkdir -p "$LLNG_DIR"/{conf,cache,sessions/lock,psessions/lock}
# a fresh state every start: no session or ticket survives
find "$LLNG_DIR"/{cache,sessions,psessions} -type f -delete
cat >"$LLNG_DIR/lemonldap-ng.ini" <<INI
[all]
logLevel = ${LLNG_LOG:-warn}
[configuration]
type = File
dirName = $LLNG_DIR/conf
localStorage = Cache::FileCache
localStorageOptions = {'namespace' => 'conf', 'cache_root' => '$LLNG_DIR/cache', 'default_expires_in' => 600, 'cache_depth' => 1}
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = fr, en
INI
perl "$IDP_HERE/llng-conf.pl" >"$LLNG_DIR/conf/lmConf-1.json" || die "could not write lmConf-1.json"
export LLNG_DEFAULTCONFFILE=$LLNG_DIR/lemonldap-ng.ini
: >"$LOG"
FATAL="Initialization failed"   # logged once the configuration is refused
spawn "$PIDF" "$LOG" starman --listen "127.0.0.1:$LLNG_PORT" --workers "${LLNG_WORKERS:-3}" \
  --env deployment --disable-keepalive --preload-app "$IDP_HERE/llng-app.psgi"
# every answer but a server error (the validation page refuses an empty question, with status 200)
wait_http "$LLNG_URL/cas/serviceValidate" 30 "$LOG"
say "up, pid $(cat "$PIDF")  CAS $LLNG_URL/cas  log $LOG"
