package dev.tattle.bench.check.txn;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Cases.Found;
import dev.tattle.bench.check.Finding.Anomaly.Noted;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import org.jspecify.annotations.Nullable;

/**
 * Finds anomalies in the versions of registers that need no cycle of transactions.
 *
 * <p>Source: {@code elle.rw-register}.
 */
final class RegisterAnomalies {
  private RegisterAnomalies() {}

  /** Why the history does not show who wrote what was read; null if it does. */
  static @Nullable String unclear(RegisterHistory registers) {
    for (RegisterKey key : registers.keys()) {
      for (Json version : key.versionsRead().keySet()) {
        if (key.writers(version).size() > 1) {
          return ("%s was written to key %s by several transactions,"
                  + " so reads do not show which one they saw")
              .formatted(Shown.text(version), Shown.text(key.key()));
        }
      }
    }
    return null;
  }

  static void addTo(AnomalyList anomalies, RegisterHistory registers) {
    for (RegisterHistory.VersionCircle circle : registers.circles()) {
      anomalies.add(Anomalies.CYCLIC_VERSIONS, () -> found(circle));
    }
  }

  private static Found found(RegisterHistory.VersionCircle circle) {
    RegisterKey key = circle.key();
    String text =
        "versions %s of key %s come before each other, by %s"
            .formatted(
                circle.versions().stream().map(Shown::text).collect(joining(", ")),
                Shown.text(key.key()),
                String.join(", ", circle.sources()));
    Noted[] noted =
        circle.versions().stream()
            .flatMap(version -> key.writers(version).stream())
            .map(writer -> new Noted(writer.attempt(), text))
            .toArray(Noted[]::new);
    Json json =
        Json.object(
            "key", key.key(),
            "scc", Json.array(circle.versions()),
            "sources", Json.array(circle.sources().stream().map(Json::of).toList()));
    return Found.of(json, text, noted);
  }
}
