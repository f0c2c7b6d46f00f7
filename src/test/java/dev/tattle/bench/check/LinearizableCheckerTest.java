package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinearizableCheckerTest {
  private static final Model REGISTER = new CasRegister();

  private final List<Operation> history = new ArrayList<>();

  private void add(Operation.Type type, long process, String f, String value) {
    long index = history.size();
    Json pair = Json.array(Json.of("k"), Histories.json(value));
    history.add(new Operation(index, index, type, process, f, pair, null, false));
  }

  private void begin(long process, String f, String value) {
    add(Operation.Type.INVOKE, process, f, value);
  }

  private void ok(long process, String f, String value) {
    add(Operation.Type.OK, process, f, value);
  }

  private void did(long process, String f, String value) {
    begin(process, f, f.equals("read") ? "null" : value);
    ok(process, f, value);
  }

  private Findings check() {
    return new LinearizableChecker(REGISTER).check(history);
  }

  @Test
  void readOfAnOldValueIsToldWithTheStatesBeforeItAndWhatItContradicts() {
    did(0, "write", "1");
    begin(1, "write", "3");
    did(0, "write", "2");
    did(2, "read", "1");
    Findings findings = check();
    assertThat(findings.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(findings.reason()).isEqualTo("1 key is not linearizable");
    assertThat(findings.of(Finding.Wrong.class).findFirst().orElseThrow().operations())
        .singleElement()
        .extracting(Finding.WrongOperation::text)
        .isEqualTo("key k: nothing explains read 1 with write 2; before it the state was 2");
  }

  private String window() {
    Finding.Window window = check().of(Finding.Window.class).findFirst().orElseThrow();
    return Shown.either(window.states()) + ": " + Shown.list(window.operations(), Shown::attempt);
  }

  /** Each cas may have happened once, which explains all reads except the last. */
  @Test
  void windowHasWhatOfUnknownEndMustHaveHappened() {
    did(0, "write", "1");
    for (String cas : List.of("[1,2]", "[3,4]", "[2,1]")) {
      begin(1, "cas", cas);
      add(Operation.Type.INFO, 1, "cas", cas);
    }
    for (String value : List.of("1", "2", "1", "2")) {
      did(0, "read", value);
    }
    assertThat(window()).isEqualTo("1: cas [1,2], cas [2,1], read 1, read 2, read 1, read 2");
  }

  @Test
  void windowLeavesOutWhatIsNotNeeded() {
    did(0, "write", "1");
    did(0, "write", "2");
    did(1, "read", "null");
    did(1, "read", "null");
    did(0, "read", "1");
    assertThat(window()).isEqualTo("2: write 2, read 1");
  }

  @Test
  void valueThatNobodyWroteIsAWindowOfItsOwn() {
    did(0, "write", "1");
    did(0, "read", "3");
    assertThat(window()).isEqualTo("1: read 3");
  }

  /** More states than are tried: a window proves nothing then, but all configurations do. */
  @Test
  void withoutAWindowOnlyTheOperationIsShown() {
    for (int i = 0; i < 1100; i++) {
      did(0, "write", String.valueOf(i));
    }
    did(0, "read", "1");
    assertThat(window()).isEqualTo("1099: read 1");
  }

  @Test
  void operationsThatOverlapMayHaveHappenedInAnyOrder() {
    begin(0, "write", "1");
    begin(1, "write", "2");
    ok(0, "write", "1");
    ok(1, "write", "2");
    did(2, "read", "1");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void whatEndedUnknownMayHaveHappenedLaterOrNever() {
    did(0, "write", "1");
    begin(1, "write", "2");
    add(Operation.Type.INFO, 1, "write", "2");
    did(0, "read", "1");
    did(0, "read", "2");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
    did(0, "read", "1");
    assertThat(check().verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void whatFailedDidNotHappen() {
    did(0, "write", "1");
    begin(1, "write", "2");
    add(Operation.Type.FAIL, 1, "write", "2");
    did(0, "read", "2");
    assertThat(check().verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void valuesAreComparedAsJson() {
    did(0, "write", "1");
    did(0, "read", "\"1\"");
    assertThat(check().verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void moreWaysThanMayBeKeptAreUnknownAndSoSaid() {
    for (int i = 0; i < 12; i++) {
      begin(i, "write", String.valueOf(i));
    }
    for (int i = 0; i < 12; i++) {
      ok(i, "write", String.valueOf(i));
    }
    Findings findings = new LinearizableChecker(REGISTER, 100).check(history);
    assertThat(findings.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(findings.reason())
        .isEqualTo("1 key is undecided: more than 100 ways to explain what is open at once");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  /** A hundred writes of unknown end are five writes to choose from. */
  @Test
  void manyOperationsOfUnknownEndCostLittle() {
    for (int i = 0; i < 100; i++) {
      begin(i, "write", String.valueOf(i % 5));
      add(Operation.Type.INFO, i, "write", String.valueOf(i % 5));
    }
    for (int i = 0; i < 100; i++) {
      did(1000, "read", String.valueOf(i % 5));
    }
    assertThat(new LinearizableChecker(REGISTER, 1000).check(history).verdict())
        .isEqualTo(Verdict.VALID);
    did(1000, "read", "0");
    did(1000, "read", "1");
    assertThat(new LinearizableChecker(REGISTER, 1000).check(history).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void agreesWithTryingEveryOrder() {
    Map<Verdict, Integer> seen = new HashMap<>();
    for (int seed = 0; seed < 3000; seed++) {
      history.clear();
      random(new SplittableRandom(seed));
      boolean isLinearizable = tryAll(REGISTER.initial(), attempts());
      Findings findings = check();
      Verdict verdict = findings.verdict();
      assertThat(verdict).as("seed %d: %s", seed, history).isEqualTo(Verdict.of(isLinearizable));
      seen.merge(verdict, 1, Integer::sum);
      if (!isLinearizable) {
        assertWindowShowsIt(findings, seed);
      }
    }

    assertThat(seen.values()).hasSize(2).allMatch(count -> count > 800);
  }

  /** A few clients, each with an operation at a time; what reads show is drawn. */
  private void random(SplittableRandom random) {
    Map<Integer, String[]> open = new HashMap<>();
    for (int i = 0; i < 14; i++) {
      int process = random.nextInt(3);
      String[] begun = open.remove(process);
      if (begun == null) {
        String f = List.of("read", "write", "cas").get(random.nextInt(3));
        String value =
            switch (f) {
              case "read" -> "null";
              case "write" -> "" + random.nextInt(2);
              default -> "[%d,%d]".formatted(random.nextInt(2), random.nextInt(2));
            };
        begin(process, f, value);
        open.put(process, new String[] {f, value});
      } else {
        Operation.Type type =
            List.of(
                    Operation.Type.OK,
                    Operation.Type.OK,
                    Operation.Type.OK,
                    Operation.Type.FAIL,
                    Operation.Type.INFO)
                .get(random.nextInt(5));
        boolean isShown = begun[0].equals("read") && type == Operation.Type.OK;
        add(type, process, begun[0], isShown ? "" + random.nextInt(2) : begun[1]);
      }
    }
  }

  private void assertWindowShowsIt(Findings findings, int seed) {
    Finding.Window window = findings.of(Finding.Window.class).findFirst().orElseThrow();
    long end = window.last().completion().index();
    List<Attempt> shown =
        attemptsUntil(end).stream()
            .filter(attempt -> indexes(window.operations()).contains(index(attempt)))
            .toList();
    assertThat(tryAll(REGISTER.initial(), attemptsUntil(end - 1))).isTrue();
    assertThat(tryAll(REGISTER.initial(), attemptsUntil(end))).isFalse();
    assertThat(shown).hasSameSizeAs(window.operations());
    assertThat(tryAll(REGISTER.initial(), shown)).as("seed %d: %s", seed, shown).isFalse();
    List<Attempt> others =
        shown.stream().filter(attempt -> index(attempt) != index(window.last())).toList();
    assertThat(Stream.of("null", "0", "1").anyMatch(s -> tryAll(Histories.json(s), others)))
        .as("seed %d: %s", seed, others)
        .isTrue();
  }

  private static long index(Attempt attempt) {
    return attempt.invocation().index();
  }

  private static List<Long> indexes(List<Attempt> attempts) {
    return attempts.stream().map(LinearizableCheckerTest::index).toList();
  }

  /** An operation that had not ended by then may have happened. */
  private List<Attempt> attemptsUntil(long end) {
    List<Long> indexes = indexes(attempts());
    return Attempt.all(history.subList(0, (int) end + 1)).stream()
        .filter(attempt -> indexes.contains(index(attempt)))
        .toList();
  }

  private List<Attempt> attempts() {
    return Attempt.all(history).stream()
        .filter(attempt -> attempt.outcome() != Operation.Type.FAIL)
        .filter(attempt -> attempt.isOk() || !attempt.f().equals("read"))
        .toList();
  }

  /** Tries every attempt that can happen first. Attempts of unknown end may be left over. */
  private static boolean tryAll(Json state, List<Attempt> left) {
    if (left.stream().noneMatch(Attempt::isOk)) {
      return true;
    }
    for (Attempt first : left) {
      boolean isPreceded =
          left.stream()
              .anyMatch(
                  other -> other.isOk() && other.completion().index() < first.invocation().index());
      Operation last = first.isOk() ? first.completion() : first.invocation();
      Json value = ((Json.Arr) last.value()).items().get(1);
      Json next = isPreceded ? null : REGISTER.step(state, last.f(), value);
      List<Attempt> rest = new ArrayList<>(left);
      rest.remove(first);
      if (next != null && tryAll(next, rest)) {
        return true;
      }
    }
    return false;
  }
}
