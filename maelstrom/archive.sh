#!/bin/sh
# Makes the archive of loaded classes from which JVMs start faster; the launchers call it.
# archive.sh ARCHIVE MADE_FOR JAVA JAR TRAINING OPTION…
set -eu
# It is for all, whatever options one of them adds; and with some none can be made.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS

archive=$1 made_for=$2 java=$3 jar=$4 training=$5
shift 5
# The folder in which the launcher was called may go meanwhile, and a JVM does not start in none.
case $java in
  /*) cd "${archive%/*}" ;;
esac
lock=$archive.lock
mine=$archive.$$

claim() {
  (set -C && echo $$ >"$lock") 2>/dev/null
}

# One is enough. One that was killed leaves its lock behind; its pid may be another's by now.
if ! claim; then
  owner=
  read -r owner <"$lock" || :
  if kill -0 "${owner:-x}" 2>/dev/null && [ -z "$(find "$lock" -mmin +5)" ]; then
    exit 0
  fi
  rm -f "$lock"
  claim || exit 0
fi
trap 'rm -f "$mine" "$mine".* "$lock"' EXIT
trap 'exit 143' HUP INT TERM

# It is as old as its beginning: a jar that is built meanwhile is newer.
echo "$made_for" >"$mine.for"

# A node's session: the simulator neither reads nor writes. The node lives until its timers are over.
session() {
  echo '{"src":"c","dest":"n","body":{"type":"init","msg_id":1,"node_id":"n","node_ids":["n","m"]}}'
  echo '{"src":"c","dest":"n","body":{"type":"broadcast","msg_id":2,"message":1}}'
  sleep 1
}
{
  session | "$java" "$@" -XX:DumpLoadedClassList="$mine.list" -cp "$jar" \
    dev.tattle.cli.Main "$training" >/dev/null &&
    "$java" "$@" -Xshare:dump -XX:SharedClassListFile="$mine.list" \
      -XX:SharedArchiveFile="$mine" -cp "$jar"
} >"$mine.log" 2>&1 || {
  rm -f "$mine" "$archive"
  cat "$mine.log" >>"$mine.for"
}

# Nobody sees half of it.
[ ! -s "$mine" ] || mv -f "$mine" "$archive"
mv -f "$mine.for" "$archive.for"
