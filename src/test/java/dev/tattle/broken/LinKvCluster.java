package dev.tattle.broken;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.LinKvNode;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.time.Duration;

/** Lin-kv nodes with a witness. It is public because {@link MutantRaft} loads it again. */
public final class LinKvCluster implements NodeFactory {
  private static final RaftSettings DEFAULT = RaftSettings.DEFAULT;

  private final RaftSettings settings;
  private final Witness witness = new Witness();

  /**
   * Creates nodes with other settings than the default, so that rare situations become frequent.
   *
   * @param electionMillis the least election timeout
   * @param entriesAMessage the most entries in a message; only one message is in flight
   */
  public LinKvCluster(int entriesBeforeSnapshot, int electionMillis, int entriesAMessage) {
    this(
        new RaftSettings(
            Duration.ofMillis(electionMillis / 3),
            Duration.ofMillis(electionMillis),
            DEFAULT.patience(),
            DEFAULT.resend(),
            entriesAMessage,
            DEFAULT.bytesAMessage(),
            entriesAMessage == 1 ? 1 : DEFAULT.messagesInFlight(),
            DEFAULT.openRequests(),
            DEFAULT.openEntries(),
            DEFAULT.openBytes(),
            entriesBeforeSnapshot,
            DEFAULT.bytesBeforeSnapshot(),
            entriesBeforeSnapshot / 2));
  }

  private LinKvCluster(RaftSettings settings) {
    this.settings = settings;
  }

  @Override
  public NodeFactory ofOneCluster() {
    return new LinKvCluster(settings);
  }

  @Override
  public Node create(Environment environment) {
    return new LinKvNode(environment, settings, witness);
  }
}
