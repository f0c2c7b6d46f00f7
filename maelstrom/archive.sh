#!/bin/sh
# Makes the archive of loaded classes from which JVMs start faster; the launchers call it.
# archive.sh ARCHIVE MADE_FOR JAVA JAR OPTION…
set -eu

archive=$1 made_for=$2 java=$3 jar=$4
shift 4
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

# A node's session: what a node reads and writes, the simulator does not.
session() {
  echo '{"src":"c1","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1","node_ids":["n1","n2"]}}'
  echo '{"src":"c1","dest":"n1","body":{"type":"broadcast","msg_id":2,"message":1}}'
  # Until its first timers are over.
  sleep 1
}
train() {
  session | "$java" "$@" -cp "$jar" dev.tattle.cli.Main train
}

# It is as old as its beginning: a jar that is built meanwhile is newer. Where no archive comes of
# it, nobody needs to try again.
echo "$made_for" >"$mine.for"
case $archive in
  *.aot) train "$@" -XX:AOTCacheOutput="$mine" ;;
  *)
    train "$@" -XX:DumpLoadedClassList="$mine.list"
    "$java" "$@" -Xshare:dump -XX:SharedClassListFile="$mine.list" -XX:SharedArchiveFile="$mine" -cp "$jar"
    ;;
esac >/dev/null 2>&1 || :
# Nobody sees half of it.
rm -f "$archive"
[ ! -s "$mine" ] || mv "$mine" "$archive"
mv "$mine.for" "$archive.for"
