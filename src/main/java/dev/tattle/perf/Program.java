package dev.tattle.perf;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program to measure.
 *
 * @param name for people
 * @param command that starts it
 * @param isCopier whether it only copies each line and is no node
 */
public record Program(String name, List<String> command, boolean isCopier) {
  /** The launcher's options, so that the copier shows the share of the node itself. */
  public static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto");

  public Program {
    command = List.copyOf(command);
  }

  /** A node: a program, by its canonical path, with arguments. */
  public static Program node(String name, Path bin, List<String> args) {
    List<String> command = new ArrayList<>(List.of(bin.toString()));
    command.addAll(args);
    return new Program(name, command, false);
  }

  /** Returns this program, with the option to keep its state in a folder of its own. */
  Program durable() {
    List<String> more = new ArrayList<>(command);
    more.addAll(List.of("--data-dir", "data"));
    return new Program(name, more, isCopier);
  }

  /** A bare JVM that copies lines, on this JDK. */
  static Program lineCopier() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", ownCode().toString(), LineCopier.class.getName()));
    return new Program("bare JVM, line copier", command, true);
  }

  /** The launcher of the node in this jar. */
  public static Path ownNode() {
    return ownCode().resolve("../../maelstrom/node").normalize();
  }

  /** The jar, or the directory of classes. */
  private static Path ownCode() {
    try {
      return Path.of(LineCopier.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError("the JVM names no place of this class", e);
    }
  }
}
