package dev.tattle.perf;

import dev.tattle.bench.services.SequentialKv.StateChoice;
import dev.tattle.bench.services.Services;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import dev.tattle.wire.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers as Maelstrom's services for one node, at once, and holds other lines for the node.
 * Messages of the node to anybody else are lost.
 *
 * <p>Thread rule: one thread asks; all threads may take answers.
 */
final class ServiceAnswers {
  private static final int MAX_WAITING = 100_000;

  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>(MAX_WAITING);
  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Network network;

  ServiceAnswers(NodeId node) {
    SplittableRandom random = new SplittableRandom(0);
    network =
        new Network(
            scheduler, new Latency(Latency.Distribution.CONSTANT, 0), random, Network.Journal.NONE);
    Services.attachAll(network, random, StateChoice.random(random));
    network.attach(node, this::queue);
  }

  /** Answers a message to a service; drops it if a hundred thousand answers wait. */
  void onMessage(Message message) {
    if (network.send(message)) {
      scheduler.runUntil(0);
    }
  }

  /** Adds a line of another node. An empty one only wakes the thread that waits for lines. */
  void pass(byte[] line) {
    boolean unused = lines.offer(line);
  }

  /** The lines for the node. */
  BlockingQueue<byte[]> lines() {
    return lines;
  }

  private void queue(long id, Message answer) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      MessageCodec.encode(id, answer, line);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    // A node that reads so little lacks more than this answer.
    pass(line.toByteArray());
  }
}
