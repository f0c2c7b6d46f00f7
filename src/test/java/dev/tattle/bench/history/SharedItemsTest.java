package dev.tattle.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedItemsTest {
  private final SharedItems shared = new SharedItems();

  @Test
  void equalItemsOfArraysBecomeOneObject() {
    Json first = shared.share(Json.array(Json.of(123_456), Json.of("x")));
    Json second = shared.share(Json.array(Json.of("x"), Json.of(123_456)));

    assertThat(second).isEqualTo(Json.array(Json.of("x"), Json.of(123_456)));
    assertThat(items(second).get(0)).isSameAs(items(first).get(1));
    assertThat(items(second).get(1)).isSameAs(items(first).get(0));
  }

  @Test
  void equalDecimalsKeepTheirDigits() {
    shared.share(Json.array(new Json.Num("1.5")));

    Json second = shared.share(Json.array(new Json.Num("1.50")));

    assertThat(((Json.Num) items(second).get(0)).literal()).isEqualTo("1.50");
  }

  private static List<Json> items(Json array) {
    return ((Json.Arr) array).items();
  }
}
