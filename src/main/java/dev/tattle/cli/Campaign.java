package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.history.Shown;
import dev.tattle.bench.verdict.RunFigures;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A campaign of simulated runs that is spread over machines: its shards' files, added up. */
final class Campaign {
  private static final int MAX_DEPTH = 4;
  private static final String PREFIX = "shard-";

  private final CommandLine command;
  private final Map<Integer, Path> shards = new TreeMap<>();
  private final List<String> invalid = new ArrayList<>();
  private final List<String> interrupted = new ArrayList<>();
  private final RunFigures figures = new RunFigures();
  private @Nullable Json what;
  private int shardCount;
  private long valid;
  private long unknown;
  private long simulatedSeconds;

  private Campaign(CommandLine command) {
    this.command = command;
  }

  /**
   * Leaves what came of a shard in a store.
   *
   * @param what was run, without what differs from shard to shard
   * @param tally of its runs
   */
  static void write(Path store, Shard shard, String what, Map<String, Json> tally)
      throws IOException {
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("campaign", Json.of(what));
    all.put("shard", Json.of(shard.index()));
    all.put("of", Json.of(shard.count()));
    all.putAll(tally);
    String name = PREFIX + shard.toString().replace("/", "-of-") + ".json";
    Files.createDirectories(store);
    Files.writeString(store.resolve(name), JsonCodec.formatPretty(new Json.Obj(all)) + "\n");
  }

  /** Adds up the shards in these folders, tells the sum, and returns the exit status. */
  static int merge(CommandLine command, List<Path> folders, boolean asJson) throws IOException {
    Campaign campaign = new Campaign(command);
    for (Path folder : folders) {
      campaign.addFolder(folder);
    }
    campaign.require(!campaign.shards.isEmpty(), "there is no shard-I-of-N.json in these folders");
    campaign.tell(asJson);
    return ExitStatus.of(campaign.verdict());
  }

  private void addFolder(Path folder) throws IOException {
    require(Files.isDirectory(folder), "there is no folder " + folder);
    try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith(PREFIX) && Files.isRegularFile(file)) {
          add(file);
        }
      }
    }
  }

  private void add(Path file) throws IOException {
    Map<String, Json> shard = read(file);
    if (what == null) {
      what = shard.get("campaign");
      shardCount = (int) integer(shard, "of", file);
    }
    boolean isOfIt =
        shard.get("campaign") != null
            && shard.get("campaign").equals(what)
            && integer(shard, "of", file) == shardCount;
    require(isOfIt, file + " belongs to another campaign than the files before it");
    Path other = shards.put((int) integer(shard, "shard", file), file);
    require(other == null, file + " has the same shard as " + other);
    valid += integer(shard, "valid-count", file);
    unknown += integer(shard, "unknown-count", file);
    simulatedSeconds += integer(shard, "simulated-seconds", file);
    if (shard.containsKey(Seeds.INTERRUPTED)) {
      interrupted.add(file.toString());
    }
    if (shard.get("invalid-seed") != null) {
      invalid.add(JsonCodec.format(shard.get("invalid-seed")).replace("\"", "") + ", see " + file);
    }
    if (shard.get("raw") instanceof Json.Obj raw) {
      figures.addRaw(raw);
    }
  }

  private Map<String, Json> read(Path file) throws IOException {
    try {
      if (JsonCodec.parse(Files.readAllBytes(file)) instanceof Json.Obj shard) {
        return shard.fields();
      }
    } catch (WireException e) {
      // Said below.
    }
    throw wrong(file + " is not the result of a shard");
  }

  private long integer(Map<String, Json> shard, String name, Path file) {
    if (shard.get(name) instanceof Json.Int integer) {
      return integer.value();
    }
    throw wrong(file + " is not the result of a shard: it has no number '" + name + "'");
  }

  private Verdict verdict() {
    if (!invalid.isEmpty()) {
      return Verdict.INVALID;
    }
    boolean isWhole = missing().isEmpty() && interrupted.isEmpty();
    return isWhole && valid > 0 ? Verdict.VALID : Verdict.UNKNOWN;
  }

  private String missing() {
    return IntStream.range(0, shardCount)
        .filter(index -> !shards.containsKey(index))
        .mapToObj(index -> new Shard(index, shardCount).toString())
        .collect(joining(", "));
  }

  private void tell(boolean asJson) {
    List<String> lines = new ArrayList<>();
    if (asJson) {
      Map<String, Json> json = new LinkedHashMap<>();
      json.put(
          "valid?", verdict() == Verdict.UNKNOWN ? Json.of("unknown") : Json.of(invalid.isEmpty()));
      json.put("shard-count", Json.of(shardCount));
      json.put("missing", Json.of(missing()));
      json.put(Seeds.INTERRUPTED, Json.of(String.join(", ", interrupted)));
      json.put("valid-count", Json.of(valid));
      json.put("unknown-count", Json.of(unknown));
      json.put("invalid", Json.array(invalid.stream().map(Json::of).toList()));
      json.putAll(figures.json());
      lines.add(JsonCodec.formatPretty(new Json.Obj(json)));
    } else {
      lines.add(Summary.line("shards", shards.size() + " of " + shardCount));
      lines.addAll(figures.lines());
      lines.add(
          "%d valid, %d unknown, %d invalid; %d s simulated"
              .formatted(valid, unknown, invalid.size(), simulatedSeconds));
      invalid.forEach(seed -> lines.add(Summary.line("invalid", PlainText.line("seed " + seed))));
      lines.add(Summary.line("verdict", words()));
    }
    lines.forEach(command.getOut()::println);
  }

  private String words() {
    return switch (verdict()) {
      case VALID -> "valid";
      case INVALID -> "INVALID: a run was not valid in " + Shown.counted(invalid.size(), "shard");
      case UNKNOWN -> "unknown: " + lacking();
    };
  }

  private String lacking() {
    if (!missing().isEmpty()) {
      return "these shards are missing: " + missing();
    }
    return interrupted.isEmpty()
        ? "no run was valid"
        : "these shards were interrupted: " + PlainText.line(String.join(", ", interrupted));
  }

  private void require(boolean isTrue, String expectation) {
    if (!isTrue) {
      throw wrong(expectation);
    }
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(command, "--merge: " + problem);
  }
}
