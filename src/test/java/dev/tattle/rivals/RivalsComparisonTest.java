package dev.tattle.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Verdict;
import dev.tattle.perf.NextLoad;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The comparison itself, which takes minutes and says something on an idle machine only. Each run
 * prints a line for each contender.
 *
 * <pre>
 * mvn test -Dtest=RivalsComparisonTest -Dtattle.rivals=load
 * mvn test -Dtest=RivalsComparisonTest -Dtattle.rivals=torture -Dtattle.rivals.seconds=60
 * </pre>
 */
class RivalsComparisonTest {
  private static final String CHOICE = "tattle.rivals";
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURE = Duration.ofSeconds(5);
  private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);

  @TempDir private Path directory;

  static Stream<Contender> contenders() {
    String only = System.getProperty("tattle.rivals.only", "");
    return Contender.all().stream().filter(each -> each.title().contains(only));
  }

  private static Duration time() {
    return Duration.ofSeconds(Integer.getInteger("tattle.rivals.seconds", 60));
  }

  @ParameterizedTest
  @MethodSource("contenders")
  @EnabledIfSystemProperty(named = CHOICE, matches = "load")
  void handsOutNumbersAsFastAsItCan(Contender contender) throws Exception {
    try (Contest contest = new Contest(contender, directory)) {
      contest.startAll();
      List<InetSocketAddress> all = contest.addresses();
      NextLoad.run(all, 64, WARM_UP);
      print("| " + contender.title() + ", all nodes |" + measured(all));
      print("| " + contender.title() + ", leader |" + measured(List.of(fastest(all))));
    }
  }

  /** Where the leader is, as it seems. */
  private static InetSocketAddress fastest(List<InetSocketAddress> all) throws Exception {
    InetSocketAddress fastest = all.get(0);
    double most = 0;
    for (InetSocketAddress each : all) {
      double perSecond = NextLoad.run(List.of(each), 16, MEASURE.dividedBy(2)).perSecond();
      fastest = perSecond > most ? each : fastest;
      most = Math.max(most, perSecond);
    }
    return fastest;
  }

  private static String measured(List<InetSocketAddress> servers) throws Exception {
    StringBuilder cells = new StringBuilder();
    for (int clients : CONNECTIONS) {
      NextLoad.Measured measured = NextLoad.run(servers, clients, MEASURE);
      cells.append(
          " %,.0f (%.2f, %.1f) |"
              .formatted(measured.perSecond(), measured.median(), measured.p99()));
    }
    return cells.toString();
  }

  @ParameterizedTest
  @MethodSource("contenders")
  @EnabledIfSystemProperty(named = CHOICE, matches = "torture")
  void neverHandsOutANumberTwiceNorLosesOne(Contender contender) throws Exception {
    try (Contest contest = new Contest(contender, directory)) {
      contest.startAll();
      Torment.Result result = new Torment(contest).run(time(), Long.getLong("tattle.seed", 1));
      List<Long> gaps = result.gapsMillis().stream().sorted().toList();
      print(
          "%s: %s; %,d ok, %,d failed, %,d unknown; without an answer %d ms (median), %d ms (max)"
              .formatted(
                  contender.title(),
                  result.findings().verdict() + " " + result.findings().reason(),
                  result.ok(),
                  result.failed(),
                  result.unknown(),
                  gaps.get(gaps.size() / 2),
                  gaps.get(gaps.size() - 1)));
      if (contender.engine() == null) {
        assertThat(result.findings().verdict()).isNotEqualTo(Verdict.INVALID);
      }
    }
  }

  private static void print(String line) throws Exception {
    PrintStream out = System.out;
    out.println(line);
    String file = System.getProperty("tattle.rivals.out");
    if (file != null) {
      Files.writeString(
          Path.of(file),
          line + System.lineSeparator(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }
}
