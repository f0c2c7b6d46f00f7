package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void aQuantileIsTheLeastValueThatIsNotBelowSoManyOfAll() {
    long[] values = LongStream.rangeClosed(1, 1000).map(i -> 1001 - i).toArray();
    Quantiles quantiles = new Quantiles(values);
    assertThat(quantiles.at(0)).isEqualTo(1);
    assertThat(quantiles.at(500)).isEqualTo(500);
    assertThat(quantiles.at(999)).isEqualTo(999);
    assertThat(quantiles.at(1000)).isEqualTo(1000);
    assertThat(values[0]).as("the values stay as they are").isEqualTo(1000);
  }

  @Test
  void fewValuesHaveQuantilesToo() {
    assertThat(new Quantiles(new long[] {7}).at(999)).isEqualTo(7);
    assertThat(new Quantiles(new long[] {1, 2, 3}).at(500)).isEqualTo(2);
    assertThat(new Quantiles(new long[] {1, 2, 3}).at(900)).isEqualTo(3);
  }

  @Test
  void nothingHasNoQuantile() {
    assertThatThrownBy(() -> new Quantiles(new long[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
