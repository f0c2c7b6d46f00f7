package dev.tattle.newcomer;

import dev.tattle.StdioNode;

/** The node of {@link MaxRegisterWorkload} on stdin and stdout. */
public final class NewcomerNode {
  private NewcomerNode() {}

  public static void main(String[] args) {
    System.exit(StdioNode.run(MaxRegisterNode::new));
  }
}
