package dev.tattle.bench.nemesis;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Affects each message with some probability. Each start draws the probability anew.
 *
 * @param scope the messages that it can affect
 * @param network gets the test for affected messages, from now on
 */
record ChanceFault(Predicate<Message> scope, Consumer<Predicate<Message>> network)
    implements Fault {
  private static final double LEAST = 0.02;
  private static final double MOST = 0.5;

  @Override
  public Act start(RandomGenerator random) {
    double probability = random.nextDouble(LEAST, MOST);
    network.accept(message -> scope.test(message) && random.nextDouble() < probability);
    return new Act(Json.NULL, new Json.Num(Double.toString(probability)));
  }

  @Override
  public Act stop() {
    network.accept(message -> false);
    return new Act(Json.NULL, Json.of("network-healed"));
  }
}
