package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.raft.Members;
import dev.tattle.raft.RaftGroup;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.RaftTimer;
import dev.tattle.raft.Witness;

/**
 * Serves linearizable registers under keys: {@code read{key}} → {@code read_ok{value}}; {@code
 * write{key, value}} → {@code write_ok}; {@code cas{key, from, to}} → {@code cas_ok}, or the errors
 * {@code key-does-not-exist} and {@code precondition-failed}. Keys and values are any JSON. With
 * {@code create_if_not_exists}, a cas also writes a key that does not exist.
 *
 * <p>All nodes form one group, which agrees on the order of the writes. So a node needs a majority
 * to answer anything.
 */
public final class LinKvNode implements Node {
  static final String KIND = "lin-kv";

  private final RaftGroup group;

  public LinKvNode(Environment environment) {
    this(environment, RaftSettings.DEFAULT, Witness.NONE);
  }

  /**
   * Makes a node whose group is all nodes of the cluster.
   *
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   */
  public LinKvNode(Environment environment, RaftSettings settings, Witness witness) {
    this(environment, Members.of(environment.nodes()), settings, witness);
  }

  /**
   * Makes a node of a group that is founded.
   *
   * @param initial the group's first members; a node that is not among them waits until it is added
   */
  LinKvNode(Environment environment, Members initial, RaftSettings settings, Witness witness) {
    group = new RaftGroup(environment, new Registers(), KIND, initial, settings, witness);
  }

  /** The group, to change its members. */
  RaftGroup group() {
    return group;
  }

  @Override
  public void onStart(Outbox out) {
    group.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "read" -> {
        body.json("key");
        group.read(message, out);
      }
      case "write" ->
          group.write(message, Registers.write(body.payload("key"), body.payload("value")), out);
      case "cas" -> {
        boolean creates = body.has("create_if_not_exists") && body.bool("create_if_not_exists");
        Json key = body.payload("key");
        Json cas = Registers.cas(key, body.payload("from"), body.payload("to"), creates);
        group.write(message, cas, out);
      }
      default -> {
        if (!RaftGroup.isOurs(body.type())) {
          throw NodeHost.notSupported(message);
        }
        group.onMessage(message, out);
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    group.onTimer((RaftTimer) timer, out);
  }

  @Override
  public void onStop(Outbox out) {
    group.onStop(out);
  }
}
