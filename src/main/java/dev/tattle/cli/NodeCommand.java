package dev.tattle.cli;

import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.Consistency;
import dev.tattle.nodes.LatencyBudget;
import dev.tattle.nodes.NodeSettings;
import dev.tattle.nodes.Nodes;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.RuntimeOptions;
import dev.tattle.runtime.stdio.StdioProcess;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code node}: one Maelstrom node on stdin and stdout. */
final class NodeCommand {
  private static final String HELP =
      """
      Usage: maelstrom/node [--workload NAME] [--latency-budget TIME] [--consistency MODEL]
                          [--retention N] [--data-dir DIR] [--log-level LEVEL]
      Runs one Maelstrom node. It reads messages from stdin, one JSON object per line, and writes
      its own to stdout. It ends when its input ends.

      Options:
        --workload NAME    workload to serve (default: auto, which detects it from the messages)
        --latency-budget TIME
                           how long a value may wait to be sent with others: fast (sends at once),
                           default (240ms; counters 1s), frugal (1300ms), or a time up to 10s
        --consistency MODEL
                           transactions: causal (registers only; each node answers alone) or
                           strict-serializable (needs a majority); default: causal for registers,
                           strict-serializable for lists
        --retention N      kafka: keep the last N messages of each key in memory, and drop older
                           ones once all nodes have them (default: keep all)
        --data-dir DIR     keep acknowledged data in DIR/<node id>, and start from it again
                           (default: in memory only)
        --log-level LEVEL  log to stderr: error, warn, info or debug (default: warn)
        --help             show this text
        --version          show the version

      Examples:
        maelstrom/bench test -w echo --bin maelstrom/node --node-count 1 --time-limit 10
        maelstrom test -w echo --bin maelstrom/node --node-count 1 --time-limit 10
        maelstrom/bench test -w g-set --bin maelstrom/node --nemesis kill --durable \\
            --time-limit 10 -- --data-dir /tmp/tattle
        echo '{"src":"c0","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1",\
      "node_ids":["n1"]}}' | maelstrom/node

      Exit: 0 the input ended, 1 the node failed, 2 wrong command line.
      """;

  private static final int USAGE = 2;
  private static final String WORKLOAD = "--workload";
  private static final String LATENCY_BUDGET = "--latency-budget";
  private static final String CONSISTENCY = "--consistency";
  private static final String RETENTION = "--retention";
  private static final String DATA_DIR = "--data-dir";
  private static final Set<String> OPTIONS =
      Set.of(WORKLOAD, LATENCY_BUDGET, CONSISTENCY, RETENTION, DATA_DIR, "--log-level");

  private String workload = Nodes.AUTO;
  private NodeSettings settings = NodeSettings.DEFAULT;
  private Log.Level level = Log.Level.WARN;
  private @Nullable Path dataFolder;

  private NodeCommand() {}

  /** Runs the command line {@code node …} to its end and returns the exit status. */
  static int run(String[] args) {
    for (String arg : args) {
      if (arg.equals("--help") || arg.equals("-h")) {
        System.out.print(HELP);
        return 0;
      }
      if (arg.equals("--version")) {
        System.out.println(Main.version());
        return 0;
      }
    }
    NodeCommand command = new NodeCommand();
    NodeFactory factory;
    try {
      command.parse(args);
      factory = command.factory();
    } catch (IllegalArgumentException e) {
      System.err.println("node: " + e.getMessage() + " (see node --help)");
      return USAGE;
    }
    Log log = new Log(command.level, System.err);
    return StdioProcess.run(factory, new RuntimeOptions(log, command.dataFolder), System.err);
  }

  private NodeFactory factory() {
    if (workload.equals("txn-list-append") && settings.consistency() == Consistency.CAUSAL) {
      throw new IllegalArgumentException(
          CONSISTENCY + ": lists are strict-serializable; there is no causal node for them");
    }
    Optional<NodeFactory> named = Nodes.factory(workload, settings);
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no workload '"
              + workload
              + "'; there are: "
              + String.join(", ", Nodes.names()));
    }
    return named.get();
  }

  private void parse(String[] args) {
    for (int i = 1; i < args.length; i++) {
      int equals = args[i].startsWith("--") ? args[i].indexOf('=') : -1;
      String option = equals < 0 ? args[i] : args[i].substring(0, equals);
      if (!OPTIONS.contains(option)) {
        throw new IllegalArgumentException("there is no option '" + args[i] + "'");
      }
      if (equals < 0 && ++i == args.length) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      set(option, equals < 0 ? args[i] : args[i].substring(equals + 1));
    }
  }

  private void set(String option, String value) {
    if (option.equals(LATENCY_BUDGET) || option.equals(CONSISTENCY)) {
      settings = settings(option, value);
      return;
    }
    if (option.equals(RETENTION)) {
      settings = settings.retaining(retention(value));
      return;
    }
    if (option.equals(DATA_DIR)) {
      dataFolder = dataFolder(value);
      return;
    }
    if (option.equals(WORKLOAD)) {
      workload = value;
      return;
    }
    Optional<Log.Level> named = Log.Level.ofName(value);
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no log level '" + value + "'; there are: error, warn, info, debug");
    }
    level = named.get();
  }

  private NodeSettings settings(String option, String value) {
    try {
      return option.equals(LATENCY_BUDGET)
          ? settings.with(LatencyBudget.parse(value))
          : settings.with(Consistency.parse(value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  private static long retention(String value) {
    // At most 15 digits: a pattern would cost each start some milliseconds.
    boolean isNumber = value.length() <= 15 && value.chars().allMatch(c -> c >= '0' && c <= '9');
    long messages = isNumber && !value.isEmpty() ? Long.parseLong(value) : 0;
    if (messages < 1) {
      throw new IllegalArgumentException(
          RETENTION + ": expected a number of messages from 1 on, but it is '" + value + "'");
    }
    return messages;
  }

  private static Path dataFolder(String value) {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          DATA_DIR + ": expected a folder, but " + e.getMessage(), e);
    }
  }
}
