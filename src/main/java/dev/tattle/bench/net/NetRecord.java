package dev.tattle.bench.net;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that one run records of its network: counts, the spread of values, and messages. */
public final class NetRecord {
  private final NetStatistics statistics = new NetStatistics();
  private final DisseminationJournal dissemination;
  private final JournalRecorder recorder;

  /**
   * An empty record.
   *
   * @param added the value that a client's request adds to a set; null if it adds none
   * @param bounds the limits on messages to keep
   */
  public NetRecord(
      List<NodeId> nodes,
      Function<Body, @Nullable Json> added,
      Scheduler scheduler,
      JournalRecorder.Bounds bounds) {
    dissemination = new DisseminationJournal(nodes, added, scheduler, statistics);
    recorder = new JournalRecorder(scheduler, bounds, dissemination);
  }

  /** The journal that gets every message first. */
  public Network.Journal first() {
    return recorder;
  }

  public DisseminationJournal dissemination() {
    return dissemination;
  }

  /** The messages so far; their times count from this time of the scheduler. */
  public NetJournal journal(long originNanos) {
    return recorder.journal(originNanos);
  }

  /** The number of messages that nodes and services have sent to each other. */
  public long serverMessages() {
    return statistics.serverMessages();
  }

  /** The part {@code "net"} of the results, for this many invoked operations. */
  public Json.Obj json(long invoked, NetJournal journal) {
    Map<String, Json> net = new LinkedHashMap<>(statistics.json(invoked).fields());
    net.put("journal", journal.json());
    Json spread = dissemination.json();
    if (spread != null) {
      net.put("dissemination", spread);
    }
    return new Json.Obj(net);
  }
}
