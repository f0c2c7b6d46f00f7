package dev.tattle.bench;

import dev.tattle.core.Json;
import dev.tattle.core.Message;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something befalls each message with a probability that is drawn anew for each start.
 *
 * @param scope the messages that it may befall
 * @param network is told of which messages it is true from now on
 */
record ChanceFault(
    SplittableRandom random, Predicate<Message> scope, Consumer<Predicate<Message>> network)
    implements Fault {
  private static final double LEAST = 0.02;
  private static final double MOST = 0.5;

  @Override
  public Act start() {
    double probability = random.nextDouble(LEAST, MOST);
    // How many messages there are must move nothing in the next start.
    SplittableRandom ofMessages = random.split();
    network.accept(message -> scope.test(message) && ofMessages.nextDouble() < probability);
    return new Act(Json.NULL, new Json.Num(Double.toString(probability)));
  }

  @Override
  public Act stop() {
    network.accept(message -> false);
    return new Act(Json.NULL, Json.of("network-healed"));
  }
}
