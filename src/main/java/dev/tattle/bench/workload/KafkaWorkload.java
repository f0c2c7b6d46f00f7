package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.kafka.KafkaChecker;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Tests logs under keys. The table shows each operation, and its value once it is ok.
 *
 * <table>
 *   <caption>Operations</caption>
 *   <tr><td>{@code send [["send",k,v]]}</td><td>{@code [["send",k,[offset,v]]]}</td></tr>
 *   <tr><td>{@code poll [["poll"]]}</td><td>{@code [["poll",{k:[[offset,v],…]}]]}</td></tr>
 *   <tr><td>{@code assign [k,…]}</td><td>the same</td></tr>
 *   <tr><td>{@code crash null}</td><td>never ok; a new client without state takes over</td></tr>
 * </table>
 *
 * <p>Source: Maelstrom's {@code workload/kafka.clj}, {@code jepsen.tests.kafka}.
 */
public final class KafkaWorkload implements Workload {
  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public WorkloadClient client(Setting setting) {
    return new KafkaClient();
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return new KafkaOperations(setting.keys(), random);
  }

  /** A kill excuses nothing, as in Maelstrom. */
  @Override
  public Checker checker(boolean excusesKills) {
    return new KafkaChecker();
  }

  /** Nodes without a disk do not survive kills: what only a killed node had is lost. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return isDurable
        ? EnumSet.allOf(FaultKind.class)
        : EnumSet.complementOf(EnumSet.of(FaultKind.KILL));
  }

  /** True only for an assignment, as in Maelstrom's client. */
  @Override
  public boolean isIdempotent(String f) {
    return f.equals("assign");
  }

  @Override
  public Invariant invariant() {
    return new KafkaInvariant();
  }

  @Override
  public Trials trials() {
    return new Trials(
        Trials.DEFAULT.quick(),
        List.of("--node-count 5 --concurrency 2n --time-limit 20 --rate 200 --nemesis partition"),
        Trials.DEFAULT.simulated());
  }

  @Override
  public boolean has(Invocation invocation) {
    return switch (invocation.f()) {
      case "crash" -> invocation.value().equals(Json.NULL);
      case "assign" ->
          invocation.value() instanceof Json.Arr keys
              && keys.items().stream().allMatch(Json.Text.class::isInstance);
      case "poll" -> invocation.value().equals(KafkaOperations.POLL.value());
      case "send" -> isSend(invocation.value());
      default -> false;
    };
  }

  private static boolean isSend(Json value) {
    return value instanceof Json.Arr sends
        && sends.items().size() == 1
        && sends.items().get(0) instanceof Json.Arr send
        && send.items().size() == 3
        && send.items().get(0).equals(Json.of("send"))
        && send.items().get(1) instanceof Json.Text;
  }
}
