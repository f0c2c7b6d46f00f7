package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.core.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares our checker with Elle, on histories that real Maelstrom recorded. */
class RecordedTxnsTest {
  @ParameterizedTest
  @CsvSource({
    "LIST_APPEND, strict-serializable, txn-list-append-strict-serializable-valid",
    "RW_REGISTER, strict-serializable, txn-rw-register-not-strict-serializable",
    "RW_REGISTER, read-committed, txn-rw-register-read-committed-valid"
  })
  void judgesAsMaelstromDid(TxnKind kind, String model, String name) throws IOException {
    Map<String, Json> real =
        ((Json.Obj) Histories.field(Histories.results(name), "workload")).fields();
    Map<String, Json> ours =
        new TxnChecker(kind, Set.of(model)).check(Histories.recorded(name)).json().fields();
    assertThat(real).isNotEmpty();
    real.forEach(
        (field, value) -> {
          if (value instanceof Json.Arr names && ours.get(field) instanceof Json.Arr found) {
            assertThat(texts(found)).as(field).isEqualTo(texts(names));
          } else {
            assertThat(ours.get(field)).as(field).isEqualTo(value);
          }
        });
  }

  private static Set<String> texts(Json.Arr names) {
    Set<String> texts = new TreeSet<>();
    names.items().forEach(name -> texts.add(((Json.Text) name).value()));
    return texts;
  }
}
