# Shared by the launchers, which set $name and $root, $broken if they end with another status than 1
# where they can't start, and $kind if they have an archive of their own, before they source this file.

fail() {
  echo "$name: $*" >&2
  exit "${broken:-1}"
}

# Makes $root absolute: an archive of classes is bound to the path of the jar. Its
# arguments are the program's, which may name files.
find_root() {
  caller=$PWD
  cd -P "$root" && root=$PWD
  cd "$caller"
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX) ;;
    *) return 0 ;;
  esac
  # In this locale the JVM takes paths for ASCII, and finds no file of another name.
  case $root$PWD${TMPDIR:-}$* in
    *[!\ -~]*) export LC_ALL=C.UTF-8 ;;
  esac
}

# Sets $java, and $build to the name of the JDK's build if it is known. Running the JVM to ask it
# would cost as much as half a node's start, so both come from the JDK's "release" file; where there
# is none, the JVM speaks for itself.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "there is no $java; set JAVA_HOME to a JDK of version 17 or newer"
    home=$JAVA_HOME
  else
    java=$(command -v java) || fail "there is no java; install JDK 17 or newer, or set JAVA_HOME"
    home=$(readlink -f "$java" 2>/dev/null) || home=$java
    home=${home%/bin/java}
  fi
  build= version=
  [ -r "$home/release" ] || return 0
  while [ -z "$build" ] || [ -z "$version" ]; do
    IFS='="' read -r key _ value _ || break
    case $key in
      JAVA_RUNTIME_VERSION) build=$value ;;
      JAVA_VERSION) version=${value%%[.+-]*} ;;
    esac
  done <"$home/release"
  case $version in
    '' | *[!0-9]*) build= ;;
    [1-9] | 1[0-6]) fail "$java is version $version; set JAVA_HOME to a JDK of version 17 or newer" ;;
  esac
}

# Sets $jar, and $class_path to where the JVM finds it: a colon would part the path.
find_jar() {
  jar=$root/target/tattle.jar
  lock=$root/.build-lock
  class_path=$jar
  case $jar in
    *:*)
      class_path=/dev/fd/9
      [ ! -f "$jar" ] || exec 9<"$jar"
      ;;
  esac
}

is_built() {
  [ -f "$jar" ] && [ ! -d "$lock" ]
}

# One launcher builds and the others wait. A builder that was killed leaves its lock behind, and
# perhaps half a jar: both go.
build() {
  [ -f "$jar" ] || command -v mvn >/dev/null ||
    fail "$jar is missing and there is no mvn to build it; install Maven 3.8 or newer"
  began=$(date +%s) told=
  until mkdir "$lock" 2>/dev/null; do
    [ -w "$root" ] || fail "$jar is missing and $root cannot be written; build it elsewhere"
    remove_stale_lock && continue
    [ -n "$told" ] || echo "$name: waiting for another build in $root; if there is none, remove $lock*" >&2
    told=true
    [ $(($(date +%s) - began)) -lt 1800 ] || fail "waited half an hour for another build; see $lock/log"
    sleep 0.5
  done
  builder=
  trap 'rm -rf "$lock"; [ -z "$builder" ] || kill "$builder" 2>/dev/null; exit 143' HUP INT TERM
  [ -f "$jar" ] || run_maven
  rm -rf "$lock"
  trap - HUP INT TERM
}

# Fails where the lock is not stale, or another launcher is looking into it. The jar goes first:
# nobody may find half a jar and no lock.
remove_stale_lock() {
  mkdir "$lock-check" 2>/dev/null || return 1
  stale=false
  owner=$(cat "$lock/pid" 2>/dev/null) || owner=
  if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
    stale=true
    rm -rf "$jar" "$lock"
  fi
  rmdir "$lock-check"
  $stale
}

run_maven() {
  echo "$name: building $jar, once; the first build on a machine downloads libraries" >&2
  # Stdin belongs to the node, and stdout is read by a machine.
  (cd "$root" && exec mvn -B -Dmaven.test.skip=true -DskipChecks package) </dev/null >"$lock/log" 2>&1 &
  builder=$!
  # The lock belongs to Maven, which outlives a launcher that is killed.
  echo "$builder" >"$lock/pid"
  watch_maven
  if ! wait "$builder"; then
    sed -n 's/^\[ERROR\] //p' "$lock/log" | head -n 20 >&2
    rm -rf "$jar" "$lock"
    fail "the build failed; 'mvn package' in $root shows why"
  fi
}

# Says every few seconds how far Maven is: the step it takes, and how much it has downloaded.
watch_maven() {
  began=$(date +%s) waited=0
  while kill -0 "$builder" 2>/dev/null; do
    sleep 1
    now=$(($(date +%s) - began))
    [ $((now - waited)) -ge 5 ] || continue
    waited=$now
    files=$(grep -c 'Downloaded from' "$lock/log") || :
    step=$(sed -n 's/^\[INFO\] --- \([^ ]*\).*/\1/p' "$lock/log" | tail -n 1)
    case $files in
      0) downloads= ;;
      1) downloads="; 1 file downloaded" ;;
      *) downloads="; $files files downloaded" ;;
    esac
    echo "$name: ${waited} s: ${step:-Maven starts}$downloads" >&2
  done
}

# JVMs that don't start exit with 1, as runs do that are invalid. So what people add to the options
# is tried first.
try_options() {
  [ -n "${TATTLE_JAVA_OPTS:-}${JDK_JAVA_OPTIONS:-}${JAVA_TOOL_OPTIONS:-}" ] || return 0
  said=$(
    for given in TATTLE_JAVA_OPTS JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS; do
      eval "options=\${$given:-}"
      ! start_agents || unset "$given"
    done
    "$java" $fast "$share" ${TATTLE_JAVA_OPTS:-} --version 2>&1
  ) || {
    echo "$said" >&2
    fail "the JVM does not start; see TATTLE_JAVA_OPTS, JDK_JAVA_OPTIONS and JAVA_TOOL_OPTIONS"
  }
}

# True if $options start agents, which are not tried: one may listen on a port, or wait for a
# debugger. But their files must be there. A path in quotes may have spaces, and is not looked for.
start_agents() {
  case $options in
    *-agent* | *-javaagent* | *-Xrun*) ;;
    *) return 1 ;;
  esac
  for option in $options; do
    case $option in
      *[\"\']*) ;;
      -javaagent:* | -agentpath:*)
        file=${option#*:}
        file=${file%%=*}
        [ -r "$file" ] || {
          echo "$given: there is no agent $file"
          exit 1
        }
        ;;
    esac
  done
}

# Sets $fast to the options with which every JVM here starts, and $share to that for the archive of
# loaded classes, made for this JDK and jar. Fails where that is still to be made: make_archive. What
# an archive was made for stands beside it; and a JVM ignores one that does not suit it. Where making
# it failed, the reason stands there, too; in an hour it may have gone.
find_archive() {
  fast="-XX:+UseSerialGC -XX:-UsePerfData -XX:+DisplayVMOutputToStderr -Xlog:disable
    -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
  share=-Xshare:auto
  # A colon in its path would part it, too.
  [ -n "$build" ] && [ "$class_path" = "$jar" ] || return 0
  archive=$root/target/$build${kind:-}.jsa made_for=
  [ ! -r "$archive.for" ] || read -r made_for <"$archive.for" 2>/dev/null || :
  if [ "$made_for" = "$home $jar" ] && [ ! "$jar" -nt "$archive.for" ]; then
    if [ -r "$archive" ]; then
      share=-XX:SharedArchiveFile=$archive
      return 0
    fi
    [ -n "$(find "$archive.for" -mmin +60 2>/dev/null)" ] || return 0
  fi
  [ ! -w "$root/target" ]
}

# Finds the archive that was to be made, and says so if that failed.
tell_archive() {
  if find_archive && [ "$share" = -Xshare:auto ]; then
    echo "$name: everything starts at half the speed, without an archive of classes; $archive.for says why" >&2
  fi
}

# Its argument may be nice, for whoever does not wait.
make_archive() {
  ${1:-} "$root/maelstrom/archive.sh" "$archive" "$home $jar" "$java" "$jar" "train${kind:-}" $fast \
    </dev/null >/dev/null 2>&1
}
