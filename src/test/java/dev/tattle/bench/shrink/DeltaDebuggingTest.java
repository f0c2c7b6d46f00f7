package dev.tattle.bench.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaDebuggingTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void whatTheFailureNeedsIsLeftInItsOrder() {
    List<Integer> needed = List.of(3, 50, 51, 97);
    assertThat(DeltaDebugging.minimize(HUNDRED, list -> list.containsAll(needed)))
        .isEqualTo(needed);
  }

  @Test
  void nothingIsLeftWhereNothingIsNeeded() {
    assertThat(DeltaDebugging.minimize(HUNDRED, list -> true)).isEmpty();
  }

  @Test
  void everythingIsLeftWhereAllIsNeeded() {
    assertThat(DeltaDebugging.minimize(HUNDRED, HUNDRED::equals)).isEqualTo(HUNDRED);
  }

  /** A failure that appears and disappears as items are removed. */
  @ParameterizedTest
  @ValueSource(ints = {8, 14, 31, 100})
  void noSingleItemCanBeMissed(int size) {
    List<Integer> items = HUNDRED.subList(0, size);
    Predicate<List<Integer>> fails =
        list -> list.contains(size - 1) && (list.size() >= 7 || list.size() % 3 == 2);
    List<Integer> smallest = DeltaDebugging.minimize(items, fails);
    assertThat(fails.test(smallest)).isTrue();
    for (int i = 0; i < smallest.size(); i++) {
      List<Integer> without = new ArrayList<>(smallest);
      without.remove(i);
      assertThat(fails.test(without)).as("without %d of %s", i, smallest).isFalse();
    }
  }

  @Test
  void askingStaysCheap() {
    List<List<Integer>> asked = new ArrayList<>();
    DeltaDebugging.minimize(
        HUNDRED,
        list -> {
          asked.add(list);
          return list.contains(42);
        });
    assertThat(asked).hasSizeLessThan(25);
  }

  @Test
  void emptyListIsNotAskedAbout() {
    assertThat(DeltaDebugging.minimize(List.of(), list -> false)).isEmpty();
  }
}
