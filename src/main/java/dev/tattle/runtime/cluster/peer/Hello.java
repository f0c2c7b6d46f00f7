package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;

/**
 * The message in which a node says who it is. A connection begins with it, or with a challenge if
 * there is a key.
 *
 * @param cluster the name of its cluster; nodes of another cluster are refused
 * @param process a random number of the node's process; it distinguishes two nodes with the same id
 * @param address the address at which others reach its gossip
 */
public record Hello(NodeId id, String cluster, long process, HostPort address) {
  static final String TYPE = "hello";
  static final long VERSION = 1;

  static final NodeId WHOEVER = new NodeId("peer");

  Message message() {
    return new Message(
        id,
        WHOEVER,
        Body.of(
            TYPE,
            "version",
            Json.of(VERSION),
            "cluster",
            Json.of(cluster),
            "process",
            Json.of(process),
            "address",
            Json.of(address.toString())));
  }

  /**
   * Reads a hello.
   *
   * @throws IllegalArgumentException if the message is not a hello or has another version; its text
   *     says why
   */
  static Hello of(Message message) {
    Body body = message.body();
    if (!body.type().equals(TYPE)) {
      throw new IllegalArgumentException("its first message is '" + body.type() + "', not a hello");
    }
    try {
      long version = body.integer("version");
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "it speaks version " + version + " of the protocol, but this node " + VERSION);
      }
      return new Hello(
          message.src(),
          body.text("cluster"),
          body.integer("process"),
          HostPort.parse(body.text("address")));
    } catch (RequestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
