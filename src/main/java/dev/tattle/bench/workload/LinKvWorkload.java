package dev.tattle.bench.workload;

import dev.tattle.bench.check.CasRegister;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.LinearizableChecker;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Reads, writes and compares-and-sets registers under keys; each key is linearizable. The value of
 * an operation is {@code [key, argument or result]}.
 */
public final class LinKvWorkload extends RequestWorkload {
  private static final int VALUES = 5;

  /**
   * After this many processes a new key replaces a key: each open operation makes checking dearer.
   */
  private static final int PROCESSES_OF_A_KEY = 20;

  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "lin-kv";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return new Operations(setting.nodes().size(), random);
  }

  /** Returns two clients a node: they share a key, one reads and one writes. */
  @Override
  public int clientsInAGroup(int nodes) {
    return 2 * nodes;
  }

  @Override
  public boolean needsMajority() {
    return true;
  }

  @Override
  public Duration timeout(Duration meanLatency) {
    Duration tenHops = meanLatency.multipliedBy(10);
    return tenHops.compareTo(SHORTEST_TIMEOUT) > 0 ? tenHops : SHORTEST_TIMEOUT;
  }

  /** A kill excuses nothing, as in Maelstrom. */
  @Override
  public Checker checker(boolean excusesKills) {
    return new LinearizableChecker(new CasRegister());
  }

  /** Nodes without a disk do not survive kills: they forget what they promised. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return isDurable
        ? EnumSet.allOf(FaultKind.class)
        : EnumSet.complementOf(EnumSet.of(FaultKind.KILL));
  }

  @Override
  public boolean has(Invocation invocation) {
    if (!(invocation.value() instanceof Json.Arr pair) || pair.items().size() != 2) {
      return false;
    }
    Json value = pair.items().get(1);
    return switch (invocation.f()) {
      case "read" -> value.equals(Json.NULL);
      case "write" -> true;
      case "cas" -> value instanceof Json.Arr fromAndTo && fromAndTo.items().size() == 2;
      default -> false;
    };
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    Json key = items(invocation.value()).get(0);
    Json value = items(invocation.value()).get(1);
    return switch (invocation.f()) {
      case "read" -> Body.of("read", "key", key);
      case "write" -> Body.of("write", "key", key, "value", value);
      default -> Body.of("cas", "key", key, "from", items(value).get(0), "to", items(value).get(1));
    };
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return invocation.f().equals("read")
        ? ReplySchema.of("read_ok", "value", ReplySchema.Kind.ANY)
        : ReplySchema.of(invocation.f() + "_ok");
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return invocation.f().equals("read")
        ? Json.array(items(invocation.value()).get(0), reply.json("value"))
        : invocation.value();
  }

  private static List<Json> items(Json array) {
    return ((Json.Arr) array).items();
  }

  /** Source: {@code jepsen.tests.linearizable-register} below {@code independent}. */
  private static final class Operations implements Generator {
    private final int readers;
    private final RandomGenerator random;
    private final Map<Integer, Key> keyOfGroup = new LinkedHashMap<>();
    private long keys;

    private record Key(Json name, Set<Long> processes) {}

    Operations(int nodes, RandomGenerator random) {
      readers = nodes;
      this.random = random;
    }

    @Override
    public Next next(Turn turn) {
      int group = turn.worker() / (2 * readers);
      Json key = key(group, turn.process()).name;
      if (turn.worker() % (2 * readers) < readers) {
        return operation("read", key, Json.NULL);
      }
      return random.nextInt(3) == 0
          ? operation("write", key, value())
          : operation("cas", key, Json.array(value(), value()));
    }

    private static Next operation(String f, Json key, Json value) {
      return new Do(new Invocation(f, Json.array(key, value)));
    }

    private Json value() {
      return Json.of(random.nextInt(VALUES));
    }

    private Key key(int group, long process) {
      Key key = keyOfGroup.computeIfAbsent(group, first -> newKey());
      key.processes.add(process);
      if (key.processes.size() > PROCESSES_OF_A_KEY) {
        key = newKey();
        key.processes.add(process);
        keyOfGroup.put(group, key);
      }
      return key;
    }

    private Key newKey() {
      return new Key(Json.of(keys++), new LinkedHashSet<>());
    }
  }
}
