package dev.tattle.bench.workload;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * The registry of workloads. {@code META-INF/services/dev.tattle.bench.workload.Workload} anywhere
 * on the class path names them; built-in workloads come first, in the order of that file.
 */
public final class Workloads {
  private static final int MOST_PROBLEMS = 100;

  private static final Loaded LOADED =
      load(ServiceLoader.load(Workload.class), Workloads.class.getPackageName());

  private Workloads() {}

  /**
   * The workloads that could be loaded.
   *
   * @param problems why others could not; empty if all could
   */
  record Loaded(Map<String, Workload> all, List<String> problems) {}

  /**
   * Loads workloads.
   *
   * @param first the package whose workloads come first
   */
  static Loaded load(ServiceLoader<Workload> loader, String first) {
    List<Workload> found = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Iterator<Workload> rest = loader.iterator();
    while (problems.size() < MOST_PROBLEMS) {
      try {
        if (!rest.hasNext()) {
          break;
        }
        found.add(rest.next());
      } catch (ServiceConfigurationError e) {
        // Others may be all right, such as those of the jar.
        problems.add(described(e));
      }
    }
    found.sort(comparing(workload -> !workload.getClass().getPackageName().equals(first)));
    Map<String, Workload> all = new LinkedHashMap<>();
    for (Workload workload : found) {
      Workload other = all.putIfAbsent(workload.name(), workload);
      if (other != null) {
        problems.add(
            "two workloads are named '%s': %s and %s; rename one"
                .formatted(
                    workload.name(), other.getClass().getName(), workload.getClass().getName()));
      }
    }
    return new Loaded(all, problems);
  }

  /** The error names the service first, and then the class or the line. */
  private static String described(ServiceConfigurationError e) {
    String text = String.valueOf(e.getMessage()).replace(Workload.class.getName() + ": ", "");
    return ("a workload can't be loaded: %s%s; each line of the file META-INF/services/%s must be"
            + " the full name of a class on TATTLE_CLASSPATH that implements %s")
        .formatted(
            text,
            e.getCause() == null ? "" : ": " + e.getCause(),
            Workload.class.getName(),
            Workload.class.getSimpleName());
  }

  /** Why a workload that a file names is not among these; empty if all of them are. */
  public static Optional<String> problem() {
    return LOADED.problems.stream().findFirst();
  }

  /** All workloads, in the order in which help shows them. */
  public static List<Workload> all() {
    return List.copyOf(LOADED.all.values());
  }

  /** The names of all workloads, in the order in which help shows them. */
  public static List<String> names() {
    return List.copyOf(LOADED.all.keySet());
  }

  /** The workload of this name; empty if there is none. */
  public static Optional<Workload> named(String name) {
    return Optional.ofNullable(LOADED.all.get(name));
  }

  /**
   * Returns the workload of this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names
   */
  public static Workload of(String name) {
    return named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "workload: expected one of "
                        + String.join(", ", new TreeSet<>(LOADED.all.keySet()))
                        + ", but it is '"
                        + name
                        + "'"
                        + problem().map(problem -> "; " + problem).orElse("")));
  }
}
