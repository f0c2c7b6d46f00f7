package dev.tattle.cli;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says where nodes and workloads of users are looked for, and what is missing there. */
final class OwnClasses {
  static final String VARIABLE = "TATTLE_CLASSPATH";

  private static final String ANY_JAR = "*";

  private OwnClasses() {}

  /** What to say of a node that was not found, after what there is. */
  static String nodeHint() {
    return hint(System.getenv(VARIABLE));
  }

  /** What to say of a workload that was not found, after what there is. */
  static String workloadHint() {
    String classPath = System.getenv(VARIABLE);
    String services = "META-INF/services/" + Workload.class.getName();
    return classPath == null || !missing(classPath).isEmpty() || isFoundTwice(services)
        ? hint(classPath)
        : hint(classPath) + ", which has no file " + services + " that names your class";
  }

  /**
   * Says where classes were looked for.
   *
   * @param classPath the value of the variable; null if it is not set
   */
  static String hint(@Nullable String classPath) {
    if (classPath == null) {
      return "for classes of your own set " + VARIABLE + " to their jars and folders";
    }
    String missing = missing(classPath);
    return "looked for classes of your own in %s=%s".formatted(VARIABLE, classPath)
        + (missing.isEmpty() ? "" : ", but there is no " + missing);
  }

  private static String missing(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .map(entry -> new File(entry.endsWith(ANY_JAR) ? withoutLast(entry) : entry))
        .filter(file -> !file.getAbsoluteFile().exists())
        .map(File::getAbsolutePath)
        .collect(joining(" and no "));
  }

  private static String withoutLast(String entry) {
    return entry.substring(0, entry.length() - 1);
  }

  /** One such file is always there: that of the jar. */
  private static boolean isFoundTwice(String name) {
    try {
      ClassLoader loader = OwnClasses.class.getClassLoader();
      return Collections.list(loader.getResources(name)).size() > 1;
    } catch (IOException e) {
      return true;
    }
  }
}
