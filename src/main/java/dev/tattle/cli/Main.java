package dev.tattle.cli;

import java.util.Arrays;

/** {@code java -jar tattle.jar COMMAND …}: hands over to the command and exits with its status. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    if (args.length > 0 && args[0].equals("node")) {
      return NodeCommand.run(args);
    }
    if (args.length == 1 && args[0].equals("train")) {
      return Training.run();
    }
    if (args.length == 1 && args[0].equals("train-counter")) {
      return CounterTraining.run();
    }
    if (args.length > 0 && args[0].equals("counter")) {
      return CounterCommand.run(Arrays.copyOfRange(args, 1, args.length));
    }
    return BenchCommand.run(args);
  }

  /** The name and version of the program, from the jar's manifest. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return "tattle " + (version == null ? "(not from a jar)" : version);
  }
}
