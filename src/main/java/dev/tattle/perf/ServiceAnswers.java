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
 * Maelstrom's services for one node, which answer at once, and what else it is to be sent. What the
 * node sends to anybody else is lost.
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

  /** Answers a message to a service; where a hundred thousand answers wait, there is none. */
  void onMessage(Message message) {
    if (network.send(message)) {
      scheduler.runUntil(0);
    }
  }

  /** Another node's line, or nothing, so that who waits for lines looks up. */
  void pass(byte[] line) {
    boolean unused = lines.offer(line);
  }

  /** The lines that the node is to be sent. */
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
    // A node that reads so little waits for more than this answer.
    pass(line.toByteArray());
  }
}
