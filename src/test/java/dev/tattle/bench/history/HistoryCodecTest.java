package dev.tattle.bench.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCodecTest {
  private static final String ENTRY =
      "{\"index\":0,\"time\":5,\"type\":\"invoke\",\"process\":1,\"f\":\"add\",\"value\":7}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo-valid",
        "broadcast-valid-partition",
        "g-counter-valid-partition",
        "lin-kv-valid"
      })
  void writesWhatMaelstromRecordedByteForByte(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    HistoryCodec.write(Histories.recorded(name), out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            new String(Histories.open(name + ".jsonl").readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void readsEveryFieldOfAnEntry() throws IOException {
    assertThat(
            read(
                "{\"index\":3,\"time\":9,\"type\":\"fail\",\"process\":2,\"f\":\"read\","
                    + "\"value\":[1],\"final?\":true,\"error\":\"net-timeout\"}"))
        .containsExactly(
            new Operation(
                3,
                9,
                Operation.Type.FAIL,
                2,
                "read",
                Json.array(Json.of(1)),
                Json.of("net-timeout"),
                true));
  }

  @Test
  void readsTheNemesis() throws IOException {
    List<Operation> history = read(ENTRY.replace("\"process\":1", "\"process\":\"nemesis\""));

    assertThat(history.get(0).isClient()).isFalse();
  }

  @Test
  void passesOverBlankLines() throws IOException {
    assertThat(read("\n" + ENTRY + "\r\n  \n")).isEqualTo(read(ENTRY));
  }

  @Test
  void keepsFurtherFieldsAsDetails() throws IOException {
    String entry = ENTRY.replace("}", ",\"poll-ms\":10}");
    Operation read = read(entry).get(0);
    assertThat(read.details()).isEqualTo(Json.object("poll-ms", Json.of(10)));
    assertThat(HistoryCodec.toJson(read)).isEqualTo(Histories.json(entry));
  }

  @Test
  void countsOnWhereIndexesAreMissing() throws IOException {
    String bare = ENTRY.replace("\"index\":0,", "");

    assertThat(read(ENTRY.replace("\"index\":0", "\"index\":4") + "\n" + bare + "\n" + bare))
        .extracting(Operation::index)
        .containsExactly(4L, 5L, 6L);
  }

  @Test
  void takesAMissingValueAndANullErrorForNothing() throws IOException {
    Operation operation = read(ENTRY.replace("\"value\":7", "\"error\":null")).get(0);

    assertThat(operation.value()).isEqualTo(Json.NULL);
    assertThat(operation.error()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "time":5,           |                       | there is no 'time'
          "time":5            | "time":"5"            | 'time' is a string
          "time":5            | "time":5.5            | 'time' is a decimal
          "time":5            | "time":9223372036854775808 | 'time' is an integer beyond 64 bits
          "invoke"            | "begin"               | 'type' is 'begin'
          "type":"invoke",    |                       | there is no 'type'
          "process":1         | "process":"n1"        | 'process' is a string
          "process":1         | "process":-1          | 'process' is negative
          "f":"add"           | "f":{}                | 'f' is an object
          "value":7           | "final?":1            | 'final?' is an integer
          "index":0           | "index":-1            | 'index' is -1 where 0 or more was due
          """)
  void saysWhatIsWrongWithAnEntry(String valid, String broken, String problem) {
    String line = ENTRY.replace(valid, broken == null ? "" : broken);

    assertThatThrownBy(() -> read("\n" + line))
        .isInstanceOf(HistoryException.class)
        .hasMessageStartingWith("a history:2: expected {\"index\"?:integer")
        .hasMessageContaining(", but " + problem + ": " + line)
        .hasMessageEndingWith("; see " + HistoryException.MANUAL);
  }

  @Test
  void refusesALineThatIsNoObjectAndOneThatIsNoJson() {
    assertThatThrownBy(() -> read("[1]")).hasMessageContaining("but the line is an array: [1]");
    assertThatThrownBy(() -> read(ENTRY + "\n{\"index\":"))
        .isInstanceOf(HistoryException.class)
        .hasMessageStartingWith("a history:2: expected a JSON value");
  }

  @Test
  void refusesAnIndexThatIsNotAboveItsPredecessor() {
    assertThatThrownBy(() -> read(ENTRY + "\n" + ENTRY))
        .hasMessageStartingWith("a history:2:")
        .hasMessageContaining("'index' is 0 where 1 or more was due");
  }

  @Test
  void showsOnlyTheBeginningOfALongLine() {
    assertThatThrownBy(() -> read("\"" + "x".repeat(10_000) + "\""))
        .hasMessageContaining("xxx…")
        .message()
        .hasSizeLessThan(1_000);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = (ENTRY + "\n\u00ff").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> HistoryCodec.read(new ByteArrayInputStream(bytes), "a history"))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("expected UTF-8");
  }

  private static List<Operation> read(String text) throws IOException {
    return HistoryCodec.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "a history");
  }

  @Test
  void readsLinesOfWindowsAndLinesOfEdn() throws IOException {
    String edn = "{:index 1, :time 6, :type :info, :process :nemesis, :f :stop-kill, :value nil}";
    assertThat(read(ENTRY + "\r\n" + edn + "\r\n"))
        .containsExactly(
            new Operation(0, 5, Operation.Type.INVOKE, 1, "add", Json.of(7), null, false),
            new Operation(
                1, 6, Operation.Type.INFO, Operation.NEMESIS, "stop-kill", Json.NULL, null, false));
  }

  @Test
  void onlyALastLineWithoutALineBreakMayBeCut() throws IOException {
    String cut = ENTRY + "\n" + ENTRY.substring(0, 30);
    List<HistoryException> told = new ArrayList<>();
    assertThat(readOfCut(cut, told)).hasSize(1);
    assertThat(told).singleElement().asString().contains("history:2: ");
    assertThatThrownBy(() -> readOfCut(cut + "\n", told)).isInstanceOf(HistoryException.class);
    assertThatThrownBy(() -> readOfCut(cut + "\n" + ENTRY, told))
        .isInstanceOf(HistoryException.class);
    assertThatThrownBy(() -> read(cut)).isInstanceOf(HistoryException.class);
    assertThat(told).hasSize(1);
  }

  private static List<Operation> readOfCut(String text, List<HistoryException> told)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HistoryCodec.read(new ByteArrayInputStream(bytes), "history", told::add);
  }
}
