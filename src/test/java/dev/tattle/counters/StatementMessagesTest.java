package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.ProtocolPage;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The protocol page shows the statements of the replicas of named counters. */
class StatementMessagesTest {
  private static final ReplicaId SELF = new ReplicaId("n0:9k2");
  private static final ReplicaId OTHER = new ReplicaId("n1:4x7");

  private static final String PAGE =
      """
      ## Deltas of named counters
      The `content` of such a delta is `[floor, horizon, change, …]`, and a change is `[number, statement…]`.

      - Numbers count from the delta's `after`.
      - `floor` is the number of the last change that was dropped, because it no longer says anything.
      - `horizon` is the version of the log from which the delta was cut. The delta leaves out what the replica said
        again before the horizon. A node shows the delta once it has all up to there.

      ```json
      %s
      ```

      What a replica says later of the same subject replaces what it said before. There are five statements.

      **What the replica has added to a counter**, in this order: the name, the total, the version and the total of its
      baseline, the number of the last add, the time to live in milliseconds, and the number with which that began.

      - A *baseline* is what a delete took away. The total less the baseline's total counts.
      - The number of the last add is 0 if this change is that add, and -1 if there was no add yet.
      - Zeros at the end are left out.

      ```json
      %s
      ```

      **An add with a key**: the key, the time in milliseconds, and the adds. A fourth part, `written`, is the number
      under which the add was accepted, if that is another one.
      ```json
      %s
      ```

      **A delete**: the name, and a baseline for each replica that had added to the counter.
      ```json
      %s
      ```

      **A key that is forgotten**: the key, what moved into the replica's totals, and `written`.
      ```json
      %s
      ```

      **A note**: what the replica shows of each replica; those that it wants to take over; those that it has sealed;
      and those that it has taken over, each since a version of its own.
      ```json
      %s
      ```
      """;

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    CounterStore store = new CounterStore(SELF, CounterLimits.DEFAULT);
    Counters counters = new Counters(store, CounterLimits.DEFAULT);
    Counters.Add add = new Counters.Add("visits", 5);
    Delta delta =
        Objects.requireNonNull(
            counters.addition(List.of(add), new Counters.Terms("k7", 1_000, 60_000)));
    Map<ReplicaId, Baseline> baselines = new LinkedHashMap<>();
    baselines.put(SELF, new Baseline(3, 12));
    baselines.put(OTHER, new Baseline(8, 30));
    Slot.State slot = Slot.State.opened(3).plus(17).with(new Baseline(3, 12), 9);
    VersionVector seen = versions(Map.of(SELF, 11L, OTHER, 8L));
    Note.Content note =
        new Note.Content(seen, VersionVector.EMPTY, VersionVector.EMPTY, Map.of(OTHER, 10L));
    List<Json> parts = List.of(KeyedAdd.part("visits", 5));
    ProtocolPage.holds(
        PAGE.formatted(
            ProtocolPage.text(delta.toJson()),
            text(slot.toJson("visits")),
            text(KeyedAdd.json("k7", 1_000, parts, 0)),
            text(Deletion.json("visits", baselines)),
            text(Forgotten.json("k7", parts, 2)),
            text(note.toJson())));
  }

  private static String text(List<Json> statement) {
    return ProtocolPage.text(Json.array(statement));
  }

  private static VersionVector versions(Map<ReplicaId, Long> versions) {
    return new VersionVector(new TreeMap<>(versions));
  }
}
