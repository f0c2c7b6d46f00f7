package dev.tattle.bench.check.kafka;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.CalmTimes;
import dev.tattle.bench.check.Cases;
import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Anomaly;
import dev.tattle.bench.check.Finding.Series.Point;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks logs under keys: clients send messages and poll them, each from its own position: Jepsen's
 * {@code kafka}, for clients that are assigned keys. The work is that of sorting the history,
 * however sparse the offsets are.
 *
 * <p>As in Jepsen, the verdict is unknown if a poll showed what nobody sent, or if all ok polls of
 * a key showed nothing.
 *
 * <p>Source: {@code jepsen.tests.kafka}.
 */
public final class KafkaChecker implements Checker {
  /** Allowed, because sends of other clients may come between those of a transaction. */
  private static final Set<String> ALLOWED = Set.of("int-send-skip");

  private static final Duration RECOVERY = Duration.ofSeconds(1);

  private static final String LAG =
      "Least time for which a key had had messages that the client had not seen";

  @Override
  public Findings check(List<Operation> entries) {
    LogHistory history = LogHistory.of(entries);
    List<Anomaly> anomalies = anomalies(history);
    List<Anomaly> bad = anomalies.stream().filter(anomaly -> !anomaly.isAllowed()).toList();
    List<LoggedMessage> foreign = foreign(history);
    List<String> empty = polledInVain(history);
    boolean isUnknown = !foreign.isEmpty() || !empty.isEmpty();
    List<Finding> findings = new ArrayList<>();
    List<RealtimeLag.Lag> lags = RealtimeLag.of(history);
    findings.add(new Finding.Sentence("logs", sentence(history)));
    findings.add(new Finding.Other("worst-realtime-lag", worst(lags)));
    findings.add(new Finding.Other("bad-error-types", names(bad)));
    findings.add(new Finding.Other("error-types", names(anomalies)));
    findings.add(new Finding.Other("info-txn-causes", causes(history)));
    findings.addAll(anomalies);
    findings.addAll(lagFindings(lags, CalmTimes.of(entries, RECOVERY)));
    if (!foreign.isEmpty()) {
      findings.add(warning(foreign));
    }
    return new Findings(
        isUnknown ? Verdict.UNKNOWN : Verdict.of(bad.isEmpty()),
        isUnknown ? unknown(foreign, empty) : reason(bad),
        findings);
  }

  /** The anomalies found, the most telling first. */
  private static List<Anomaly> anomalies(LogHistory history) {
    LogContents contents = new LogContents(history);
    List<Anomaly> all = new ArrayList<>();
    Stream.of(
            contents.inconsistentOffsets(),
            contents.duplicates(),
            contents.lostWrites(),
            contents.abortedReads(),
            contents.precommittedReads())
        .forEach(cases -> add(all, cases));
    InformationFlow.check(history).forEach(cases -> add(all, cases));
    ClientOrder.check(history).forEach(cases -> add(all, cases));
    Unseen.check(history).ifPresent(all::add);
    return all;
  }

  private static void add(List<Anomaly> all, Cases cases) {
    if (!cases.isEmpty()) {
      all.add(cases.anomaly(ALLOWED.contains(cases.name())));
    }
  }

  private static String sentence(LogHistory history) {
    long sent = 0;
    long acknowledged = 0;
    long polled = 0;
    for (KeyLog log : history.logs()) {
      for (LoggedMessage message : log.messages()) {
        sent++;
        acknowledged += message.isAcknowledged() ? 1 : 0;
        polled += message.isPolled() ? 1 : 0;
      }
    }
    return "%s under %s: %d acknowledged, %d polled"
        .formatted(
            Shown.counted(sent, "message"),
            Shown.counted(history.logs().size(), "key"),
            acknowledged,
            polled);
  }

  /** If there was no lag at all, the result is in Jepsen's form. */
  private static Json worst(List<RealtimeLag.Lag> lags) {
    RealtimeLag.Lag worst = RealtimeLag.worst(lags);
    Json none = new Json.Num("0.0");
    return worst == null ? Json.object("time", none, "lag", none) : worst.json();
  }

  /**
   * With faults, also the lag in times without them: it shows how soon polls catch up after a heal.
   */
  private static List<Finding> lagFindings(List<RealtimeLag.Lag> lags, CalmTimes calm) {
    List<Finding> findings = new ArrayList<>();
    if (!lags.isEmpty()) {
      findings.add(quantiles("realtime-lag", "realtime lag", LAG + ", of all polls", lags));
      findings.add(series(lags));
    }
    List<RealtimeLag.Lag> inCalm =
        lags.stream().filter(lag -> calm.contains(lag.timeNanos())).toList();
    if (!calm.isAlways() && !inCalm.isEmpty()) {
      String meaning = LAG + ", of polls that began a second or more after all faults";
      findings.add(quantiles("calm-realtime-lag", "calm lag", meaning, inCalm));
    }
    return findings;
  }

  private static Finding quantiles(
      String name, String label, String meaning, List<RealtimeLag.Lag> lags) {
    List<Long> millis =
        lags.stream().map(lag -> NANOSECONDS.toMillis(lag.lagNanos())).sorted().toList();
    return new Finding.Quantiles(name, label, meaning, millis);
  }

  private static Finding series(List<RealtimeLag.Lag> lags) {
    return new Finding.Series(
        "Realtime lag",
        LAG,
        lags.stream()
            .map(l -> new Point(l.timeNanos(), NANOSECONDS.toMillis(l.lagNanos())))
            .toList());
  }

  private static Json names(List<Anomaly> anomalies) {
    return Json.array(anomalies.stream().map(Anomaly::name).sorted().map(Json::of).toList());
  }

  /** The reasons why sends and polls ended info, each once. */
  private static Json causes(LogHistory history) {
    return Json.array(
        history.operations().stream()
            .filter(o -> o.isAboutLogs() && o.type() == Operation.Type.INFO)
            .filter(o -> o.attempt().isFinished())
            .map(o -> o.completion().error() == null ? Json.NULL : o.completion().error())
            .distinct()
            .toList());
  }

  /** Formats counts: {@code "lost-write (2), unseen (1)"}. */
  private static String reason(List<Anomaly> bad) {
    return bad.stream()
        .map(anomaly -> anomaly.name() + " (" + anomaly.count() + ")")
        .collect(joining(", "));
  }

  /** The messages that clients polled and nobody sent. */
  private static List<LoggedMessage> foreign(LogHistory history) {
    return history.logs().stream()
        .flatMap(log -> log.messages().stream())
        .filter(message -> message.writer() == null)
        .toList();
  }

  private static List<String> polledInVain(LogHistory history) {
    return history.logs().stream()
        .filter(log -> log.isPolled() && LogContents.furthestPolled(log) == null)
        .map(KeyLog::key)
        .toList();
  }

  private static String unknown(List<LoggedMessage> foreign, List<String> empty) {
    return foreign.isEmpty()
        ? Findings.counted(empty.size(), "key was", "keys were")
            + " polled and never showed a message: "
            + Shown.list(empty, key -> key)
        : foreignText(foreign);
  }

  private static String foreignText(List<LoggedMessage> foreign) {
    return Findings.counted(foreign.size(), "message was", "messages were")
        + " polled that nobody sent: "
        + Shown.list(foreign, m -> Shown.text(m.value()) + " of key " + m.log().key());
  }

  /** Jepsen's checker gives up there, but no node may make up messages. */
  private static Finding warning(List<LoggedMessage> foreign) {
    LogOperation reader = Objects.requireNonNull(foreign.get(0).reader());
    return new Finding.Warning(
        "never-sent",
        foreign.size(),
        foreignText(foreign),
        ((Json.Obj) Json.object("operation", reader.entry(foreign.get(0).log()))).fields());
  }
}
