package dev.tattle.bench.check.txn;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An acyclic graph of names, in which a name may imply others. */
final class Implications {
  private final Map<String, Set<String>> implied = new LinkedHashMap<>();
  private final Map<String, Set<String>> implying = new LinkedHashMap<>();
  private final Map<String, Integer> depths = new LinkedHashMap<>();

  /** Parses lines {@code "name: implied implied"}. */
  static Implications of(String lines) {
    Implications all = new Implications();
    lines
        .lines()
        .forEach(
            line -> {
              String[] parts = line.split(": ", 2);
              for (String name : parts[1].split(" ", -1)) {
                all.add(parts[0], name);
              }
            });
    return all;
  }

  void add(String name, String other) {
    implied.computeIfAbsent(name, absent -> new LinkedHashSet<>()).add(other);
    implied.computeIfAbsent(other, absent -> new LinkedHashSet<>());
    implying.computeIfAbsent(other, absent -> new LinkedHashSet<>()).add(name);
  }

  /** Returns these implications and {@code more}. */
  Implications and(Implications more) {
    Implications both = new Implications();
    for (Implications one : new Implications[] {this, more}) {
      one.implied.forEach((name, others) -> others.forEach(other -> both.add(name, other)));
    }
    return both;
  }

  Set<String> names() {
    return implied.keySet();
  }

  Set<String> directlyImplied(String name) {
    return implied.getOrDefault(name, Set.of());
  }

  Set<String> directlyImplying(String name) {
    return implying.getOrDefault(name, Set.of());
  }

  /** Returns these names and all that they imply. */
  Set<String> allImplied(Collection<String> names) {
    return reached(names, implied);
  }

  /** Returns these names and all that imply them. */
  Set<String> allImplying(Collection<String> names) {
    return reached(names, implying);
  }

  private static Set<String> reached(Collection<String> from, Map<String, Set<String>> edges) {
    Set<String> reached = new TreeSet<>(from);
    Deque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      for (String next : edges.getOrDefault(open.pop(), Set.of())) {
        if (reached.add(next)) {
          open.push(next);
        }
      }
    }
    return reached;
  }

  /** The most steps that lead to a name, from one that nothing implies. */
  int depth(String name) {
    Integer known = depths.get(name);
    if (known != null) {
      return known;
    }
    int depth = 0;
    for (String other : directlyImplying(name)) {
      depth = Math.max(depth, depth(other) + 1);
    }
    depths.put(name, depth);
    return depth;
  }
}
