package dev.tattle.it;

import dev.tattle.cli.Main;

/** The real node, in a process that also prints to {@code System.out}. */
public final class ChattyNode {
  static final String STRAY = "stray";

  private ChattyNode() {}

  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(STRAY)));
    Main.main(new String[] {"node"});
  }
}
