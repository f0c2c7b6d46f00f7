package dev.tattle.it;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.stdio.StdioRuntime;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.lang.reflect.Constructor;

/** Runs the node whose class is named by the first argument on stdin and stdout. */
public final class AnyNode {
  private AnyNode() {}

  public static void main(String[] args) throws Exception {
    Constructor<? extends Node> constructor =
        Class.forName(args[0]).asSubclass(Node.class).getConstructor(Environment.class);
    NodeFactory factory = environment -> create(constructor, environment);
    new StdioRuntime(
            factory,
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new Log(Log.Level.WARN, System.err))
        .run();
  }

  private static Node create(Constructor<? extends Node> constructor, Environment environment) {
    try {
      return constructor.newInstance(environment);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
