package dev.tattle.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which writes are carried out: thesis 6.3. */
class SessionsTest {
  private final Sessions sessions = new Sessions();
  private final Total total = new Total();
  private long index;

  /** Adds up its commands. The result is the sum. */
  private static final class Total implements Machine {
    private long sum;

    @Override
    public Json apply(Json command) {
      sum += ((Json.Int) command).value();
      return Json.of(sum);
    }

    @Override
    public Body reply(Body request, Json result) {
      throw new AssertionError();
    }

    @Override
    public Body read(Body request) {
      throw new AssertionError();
    }

    @Override
    public List<Json> snapshot() {
      throw new AssertionError();
    }

    @Override
    public void restore(List<Json> parts) {
      throw new AssertionError();
    }
  }

  private Map<Long, @Nullable Json> apply(String session, long floor, long since, long number) {
    index++;
    Map<Long, Json> commands = Map.of(number, Json.of(1));
    return sessions.apply(index, new Submission(session, floor, since, commands), total);
  }

  @Test
  void writeThatComesTwiceHappensOnceAndHasTheSameResult() {
    assertThat(apply("s", 0, 0, 0)).containsExactly(Map.entry(0L, Json.of(1)));
    assertThat(apply("s", 0, 0, 1)).containsExactly(Map.entry(1L, Json.of(2)));
    assertThat(apply("s", 0, 0, 0)).containsExactly(Map.entry(0L, Json.of(1)));
    assertThat(total.sum).isEqualTo(2);
  }

  @Test
  void sameNumberOfAnotherSessionIsAnotherWrite() {
    apply("s", 0, 0, 0);
    apply("t", 0, 0, 0);
    assertThat(total.sum).isEqualTo(2);
  }

  /** Its client has the result, so nobody asks any more; a late copy must not happen again. */
  @Test
  void writeBeneathTheFloorIsNotCarriedOutAgain() {
    apply("s", 0, 0, 0);
    apply("s", 1, 0, 1);
    assertThat(apply("s", 0, 0, 0)).isEmpty();
    assertThat(total.sum).isEqualTo(2);
    assertThat(sessions.results("s")).as("and its result is let go").containsOnlyKeys(1L);
  }

  @Test
  void oneWriteOfASubmissionMayBeNew() {
    apply("s", 0, 0, 0);
    Map<Long, Json> commands = new LinkedHashMap<>();
    commands.put(0L, Json.of(1));
    commands.put(1L, Json.of(1));
    assertThat(sessions.apply(2, new Submission("s", 0, 0, commands), total))
        .containsExactly(Map.entry(0L, Json.of(1)), Map.entry(1L, Json.of(2)));
  }

  private void forgetTheFirst() {
    apply("first", 0, 0, 0);
    for (int i = 0; i < 1_000; i++) {
      apply("other" + i, 0, 0, 0);
    }
  }

  /** It may have happened, and it may not: nobody knows. */
  @Test
  void writeOfAForgottenSessionHasAnUnknownOutcome() {
    forgetTheFirst();
    assertThat(apply("first", 0, 0, 0)).hasSize(1).containsEntry(0L, null);
    assertThat(total.sum).isEqualTo(1_001);
  }

  @Test
  void writeThatIsYoungerThanAllThatIsForgottenHappens() {
    forgetTheFirst();
    assertThat(apply("new", 0, 1, 0)).containsExactly(Map.entry(0L, Json.of(1_002)));
  }

  @Test
  void sessionThatWritesAgainIsNotForgotten() {
    apply("first", 0, 0, 0);
    for (int i = 0; i < 999; i++) {
      apply("other" + i, 0, 0, 0);
    }
    apply("first", 0, 0, 1);
    apply("one more", 0, 0, 0);
    assertThat(apply("first", 0, 0, 0)).containsExactly(Map.entry(0L, Json.of(1)));
  }

  @Test
  void snapshotKnowsAllThatTheSessionsKnow() {
    forgetTheFirst();
    apply("other999", 1, 0, 1);
    List<Json> parts = sessions.snapshot();
    Sessions restored = new Sessions();
    assertThat(restored.restore(parts)).isEqualTo(parts.size());
    assertThat(restored.snapshot()).isEqualTo(parts);
    Submission late = new Submission("first", 0, 0, Map.of(0L, Json.of(1)));
    assertThat(restored.apply(2_000, late, total)).containsEntry(0L, null);
    Submission twice = new Submission("other5", 0, 0, Map.of(0L, Json.of(1)));
    assertThat(restored.apply(2_001, twice, total)).containsExactly(Map.entry(0L, Json.of(7)));
  }
}
