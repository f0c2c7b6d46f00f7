package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StrongComponentsTest {
  private static List<List<Integer>> noEdges(int vertices) {
    List<List<Integer>> edges = new ArrayList<>();
    for (int i = 0; i < vertices; i++) {
      edges.add(new ArrayList<>());
    }
    return edges;
  }

  private static Set<Set<Integer>> components(List<List<Integer>> edges) {
    return StrongComponents.of(edges).stream().map(TreeSet::new).collect(Collectors.toSet());
  }

  /** Finds the components by definition: sets of vertices that all reach each other. */
  private static Set<Set<Integer>> byReach(List<List<Integer>> edges) {
    List<Set<Integer>> reached = new ArrayList<>();
    for (int from = 0; from < edges.size(); from++) {
      Set<Integer> seen = new TreeSet<>();
      List<Integer> open = new ArrayList<>(edges.get(from));
      while (!open.isEmpty()) {
        int next = open.remove(open.size() - 1);
        if (seen.add(next)) {
          open.addAll(edges.get(next));
        }
      }
      reached.add(seen);
    }
    Set<Set<Integer>> components = new HashSet<>();
    for (int vertex = 0; vertex < edges.size(); vertex++) {
      Set<Integer> component = new TreeSet<>(Set.of(vertex));
      for (int other : reached.get(vertex)) {
        if (reached.get(other).contains(vertex)) {
          component.add(other);
        }
      }
      if (component.size() > 1) {
        components.add(component);
      }
    }
    return components;
  }

  @Test
  void agreesWithReach() {
    int found = 0;
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<List<Integer>> edges = noEdges(8);
      for (int i = 0; i < 10; i++) {
        edges.get(random.nextInt(8)).add(random.nextInt(8));
      }
      assertThat(components(edges)).as("seed %d", seed).isEqualTo(byReach(edges));
      found += components(edges).size();
    }
    assertThat(found).isGreaterThan(200);
  }

  @Test
  void longCircleIsNoTroubleForTheStack() {
    int length = 300_000;
    List<List<Integer>> edges = noEdges(length);
    for (int i = 0; i < length; i++) {
      edges.get(i).add((i + 1) % length);
    }
    assertThat(StrongComponents.of(edges))
        .singleElement()
        .satisfies(component -> assertThat(component).hasSize(length));
  }
}
