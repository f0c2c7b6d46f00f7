package dev.tattle.perf;

import java.util.Locale;

/** The figures that are measured of a program. */
enum Metric {
  START("start-p50-ms", "start alone, median (ms)", 1),
  START_P90("start-p90-ms", "start alone, 0.9 (ms)", 1),
  START_MANY("start-many-s", "started at once, until all answer (s)", 2),
  MEMORY("pss-mb", "memory of each of those, PSS (MB)", 1),
  ECHO("echo-per-s", "echo (msg/s)", 0),
  LATENCY_RATE("latency-per-s", "echo on schedule, sent (msg/s)", 0),
  LATENCY_P50("latency-p50-ms", "its latency, median (ms)", 3),
  LATENCY_P99("latency-p99-ms", "its latency, 0.99 (ms)", 3),
  LATENCY_P999("latency-p999-ms", "its latency, 0.999 (ms)", 3),
  BROADCAST("broadcast-per-s", "broadcast (msg/s)", 0),
  VALUES("values", "values it then has", 0),
  VALUES_MEMORY("values-pss-mb", "memory with them, PSS (MB)", 1),
  VALUES_READ("values-read-ms", "read of them all (ms)", 1),
  COUNTER("counter-per-s", "g-counter add (msg/s)", 0),
  SENDS("kafka-sends-per-s", "kafka send (msg/s)", 0),
  SENDS_MEMORY("kafka-pss-mb", "memory with all sent, PSS (MB)", 1),
  TAIL("kafka-tail-ms", "poll of 100 keys' last ten (ms)", 1),
  CATCH_UP("kafka-catch-up-s", "an empty peer has them after (s)", 2),
  REGISTER_WRITES("lin-kv-writes-per-s", "lin-kv write, 3 nodes (op/s)", 0),
  REGISTER_READS("lin-kv-reads-per-s", "lin-kv read, 3 nodes (op/s)", 0),
  DURABLE_WRITES("lin-kv-durable-writes-per-s", "durable lin-kv write (op/s)", 0);

  private final String key;
  private final String title;
  private final int decimals;

  Metric(String key, String title, int decimals) {
    this.key = key;
    this.title = title;
    this.decimals = decimals;
  }

  /** Its name in JSON. */
  String key() {
    return key;
  }

  /** Its name for people, with its unit. */
  String title() {
    return title;
  }

  /** Formats a value for people, with its significant digits. */
  String text(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
