package dev.tattle.core;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Changes every n-th message that a node gets from its peers. */
public final class AttackedNode implements Node {
  private static final int REMEMBERED = 100;

  private final Node node;
  private final Predicate<Body> isPeers;
  private final SplittableRandom random;
  private final List<Body> seen = new ArrayList<>();

  /**
   * Wraps a node that is attacked from its start.
   *
   * @param isPeers true for messages that only nodes send; only these are changed
   */
  public AttackedNode(Node node, Predicate<Body> isPeers, Environment environment) {
    this.node = node;
    this.isPeers = isPeers;
    random = new SplittableRandom(environment.random().nextLong(Long.MAX_VALUE));
  }

  /** Attacks with each seed from 1 on, and says which seeds failed, and where. */
  public static List<String> failures(int seeds, LongConsumer attack) {
    List<String> failures = new ArrayList<>();
    for (long seed = 1; seed <= seeds; seed++) {
      try {
        attack.accept(seed);
      } catch (AssertionError e) {
        Throwable root = e;
        while (root.getCause() != null) {
          root = root.getCause();
        }
        failures.add(seed + ": " + root + " at " + List.of(root.getStackTrace()).subList(0, 4));
      }
    }
    return failures;
  }

  @Override
  public void onStart(Outbox out) {
    node.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    if (!isPeers.test(message.body())) {
      node.onMessage(message, out);
      return;
    }
    if (seen.size() == REMEMBERED) {
      seen.remove(random.nextInt(REMEMBERED));
    }
    seen.add(message.body());
    boolean isChanged = random.nextInt(4) == 0;
    Body body =
        isChanged ? MutatedJson.of(seen.get(random.nextInt(seen.size())), random) : message.body();
    node.onMessage(new Message(message.src(), message.dest(), body), out);
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    node.onTimer(timer, out);
  }

  @Override
  public void onStop(Outbox out) {
    node.onStop(out);
  }
}
