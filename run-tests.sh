#!/bin/sh
# Builds Tattle, runs its tests, then runs every workload as real processes. See --help.
set -eu

usage() {
  cat <<'USAGE'
Usage: ./run-tests.sh [--quick] [--workload NAME] [--maelstrom PATH]

Builds target/tattle.jar, runs all tests, simulates a few hundred seeds of each workload, then runs
each workload as real processes through maelstrom/bench.

  --quick            unit tests, fewer seeds, and a few seconds of each workload
  --workload NAME    skip the tests; run this workload only: one of those that
                     'maelstrom/bench workloads' names
  --maelstrom PATH   send the same command lines to the Maelstrom launcher at PATH
  --help             this text

Examples:
  ./run-tests.sh
  ./run-tests.sh --quick
  ./run-tests.sh --workload broadcast --maelstrom ~/maelstrom/maelstrom

Exit: 0 all passed, 1 something failed, 2 wrong usage.
USAGE
}

fail() {
  echo "run-tests.sh: $1" >&2
  exit "${2:-1}"
}

quick=false
only=
root=$(cd "$(dirname "$0")" && pwd)
launcher=$root/maelstrom/bench
strict=--strict
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=true ;;
    --workload) [ $# -ge 2 ] || fail "--workload needs a name; see --help" 2; only=$2; shift ;;
    --maelstrom) [ $# -ge 2 ] || fail "--maelstrom needs a path; see --help" 2; launcher=$2 strict=; shift ;;
    --help|-h) usage; exit 0 ;;
    *) fail "unknown option '$1'; see --help" 2 ;;
  esac
  shift
done
command -v mvn >/dev/null 2>&1 || fail "Maven is missing: install Maven 3.8 or newer and put mvn on the PATH"
[ -x "$launcher" ] || fail "there is no launcher at '$launcher': give the path of Maelstrom's 'maelstrom' script"

cd "$root"
# The tests that have just passed, from their reports: Maven is told to be quiet.
count_tests() {
  cat target/surefire-reports/TEST-*.xml target/failsafe-reports/TEST-*.xml 2>/dev/null |
    sed -n 's/.*<testsuite .* tests="\([0-9]*\)".* skipped="\([0-9]*\)".*/\1 \2/p' |
    awk '{ n += $1 - $2; skipped += $2 } END { printf "%d passed, 0 failed, %d skipped\n", n, skipped }'
}

# Other seeds for each commit, and the same ones whoever runs it; a failure prints what replays it.
first_seed() {
  if hash=$(git rev-parse --verify --quiet HEAD 2>/dev/null); then
    echo "seeds from commit $hash on" >&2
    printf '%d\n' "0x$(printf %.7s "$hash")"
  else
    echo "no commit to derive seeds from: seeds from 1 on" >&2
    echo 1
  fi
}

simulate() {
  runs=$1
  shift
  echo "--- sim -w $*"
  maelstrom/bench sim --runs "$runs" --seed "$seed" --time-limit 20 --rate 10 --latency 20 \
    --latency-dist exponential -w "$@" || invalid=$*
}

# Lines of `maelstrom/bench workloads`: test or sim, the workload, options.
workloads() {
  if $quick; then
    maelstrom/bench workloads --quick
  else
    maelstrom/bench workloads
  fi
}

# Fails after all of them if one did.
simulate_all() {
  invalid=
  many=30 few=5
  ! $quick || many=20 few=4
  while read -r kind workload options; do
    [ "$kind" = sim ] || continue
    runs=$many
    case $options in *' 25') runs=$few ;; esac
    simulate $runs "$workload" $options </dev/null
    # What people run: the node that is not told its workload; without a disk and with one.
    case $options in
      *' 3')
        simulate $((runs / 2)) "$workload" $options --node auto </dev/null
        simulate $((runs / 2)) "$workload" $options --node auto --durable </dev/null
        ;;
    esac
  done <"$lines"
  [ -z "$invalid" ] || fail "a simulated run of '$invalid' failed; see the lines above"
}

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
lines=$files/lines passed=$files/passed
touch "$passed"
if [ -n "$only" ]; then
  mvn -B -q -Dmaven.test.skip=true -DskipChecks package
  workloads >"$lines"
  grep -q "^test $only " "$lines" || fail "unknown workload '$only'; see maelstrom/bench workloads" 2
else
  rm -rf target/surefire-reports target/failsafe-reports
  goal=verify
  ! $quick || goal=package
  mvn -B -q "$goal"
  echo "tests: $(count_tests)"
  workloads >"$lines"
fi

run() {
  echo "--- test -w $*"
  # Maelstrom has no such option as --strict.
  if "$launcher" test --bin "$root/maelstrom/node" $strict -w "$@"; then
    echo "$*" >>"$passed"
  else
    echo "run-tests.sh: '$*' failed with exit code $?" >&2
  fi
}

# Each so many-th workload from this one on, one after the other. What a run prints stays together.
run_lane() {
  number=$1
  while read -r kind workload options; do
    [ "$kind" = test ] || continue
    [ -z "$only" ] || [ "$only" = "$workload" ] || continue
    number=$((number - 1))
    [ "$number" -eq 0 ] || continue
    number=$lanes
    run "$workload" $options </dev/null >"$files/$1" 2>&1
    cat "$files/$1"
  done <"$lines"
}

asked=$(grep -c "^test ${only:+$only }" "$lines")
# They mostly wait, so some run beside each other, and beside the simulations.
lanes=6
! $quick || lanes=$asked
[ -n "$strict" ] || lanes=1 # Maelstrom takes a processor of its own.
maelstrom/bench --version # Makes the archive of classes for all of them.
# They live for seconds: the second compiler would cost more than it brings.
export TATTLE_JAVA_OPTS="-XX:TieredStopAtLevel=1 ${TATTLE_JAVA_OPTS:-}"
simulating=
if [ -z "$only" ]; then
  seed=$(first_seed)
  simulate_all >"$files/sim" 2>&1 &
  simulating=$!
fi
lane=1
while [ "$lane" -le "$lanes" ]; do
  run_lane "$lane" &
  lane=$((lane + 1))
done
simulated=true
if [ -n "$simulating" ]; then
  wait "$simulating" || simulated=false
  cat "$files/sim"
fi
wait
judged=$(wc -l <"$passed")
# One that was never judged has not passed.
echo "workloads: $((judged)) passed, $((asked - judged)) failed"
$simulated && [ "$judged" -eq "$asked" ]
