package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.core.RandomJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElementSetTest {
  @Test
  void itHasWhatALinkedSetHasInTheSameOrder() {
    RandomJson values = new RandomJson(1);
    SplittableRandom random = new SplittableRandom(1);
    ElementSet elements = new ElementSet();
    Set<Json> expected = new LinkedHashSet<>();
    for (int i = 0; i < 20_000; i++) {
      Json value = random.nextBoolean() ? Json.of(random.nextInt(-4_000, 4_000)) : values.next();
      assertThat(elements.add(value)).isEqualTo(expected.add(value));
    }
    assertThat(elements.elements()).isEqualTo(new ArrayList<>(expected));
    assertThat(elements.elements().toArray()).isEqualTo(expected.toArray());
  }

  @Test
  void valuesOfOneHashAreKeptApart() {
    // "Aa" and "BB" hash alike, and so do all texts made of them.
    ElementSet elements = new ElementSet();
    Set<Json> expected = new LinkedHashSet<>();
    for (int bits = 0; bits < 256; bits++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        text.append(((bits >> i) & 1) == 0 ? "Aa" : "BB");
      }
      assertThat(elements.add(Json.of(text.toString()))).isTrue();
      assertThat(elements.add(Json.of(text.toString()))).isFalse();
      expected.add(Json.of(text.toString()));
    }
    assertThat(elements.elements()).isEqualTo(new ArrayList<>(expected));
  }

  @Test
  void whatWasReadStaysAsItWasWhenMoreComes() {
    ElementSet elements = new ElementSet();
    List<List<Json>> reads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      reads.add(elements.elements());
      elements.add(Json.of(i));
    }
    for (int i = 0; i < 100; i++) {
      assertThat(reads.get(i)).hasSize(i);
      assertThat(reads.get(i)).isEqualTo(reads.get(99).subList(0, i));
    }
  }
}
