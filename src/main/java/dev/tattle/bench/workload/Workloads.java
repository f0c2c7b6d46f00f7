package dev.tattle.bench.workload;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/**
 * The registry of workloads. {@code META-INF/services/dev.tattle.bench.workload.Workload} anywhere
 * on the class path names them; built-in workloads come first, in the order of that file.
 */
public final class Workloads {
  private static final Map<String, Workload> ALL = load();

  private Workloads() {}

  private static Map<String, Workload> load() {
    Map<String, Workload> all = new LinkedHashMap<>();
    List<Workload> found = new ArrayList<>();
    ServiceLoader.load(Workload.class).forEach(found::add);
    String ours = Workloads.class.getPackageName();
    found.sort(comparing(workload -> !workload.getClass().getPackageName().equals(ours)));
    for (Workload workload : found) {
      if (all.putIfAbsent(workload.name(), workload) != null) {
        throw new IllegalStateException("two workloads are named " + workload.name());
      }
    }
    return all;
  }

  /** All workloads, in the order in which help shows them. */
  public static List<Workload> all() {
    return List.copyOf(ALL.values());
  }

  /** The names of all workloads, in the order in which help shows them. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The workload of this name; empty if there is none. */
  public static Optional<Workload> named(String name) {
    return Optional.ofNullable(ALL.get(name));
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
                        + String.join(", ", new TreeSet<>(ALL.keySet()))
                        + ", but it is '"
                        + name
                        + "'"));
  }
}
