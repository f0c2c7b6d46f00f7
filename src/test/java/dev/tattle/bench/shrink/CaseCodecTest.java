package dev.tattle.bench.shrink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseCodecTest {
  private static final String CASE =
      """
      {"workload":"g-counter","nodes":["n0","n2"],"drawn-for":["n0","n1","n2"],"clients":4,
       "topology":"line","time-limit":2000000000,"latency-dist":"uniform","latency":2.5,
       "stale-reads":true,"large-values":0.0,"seed":-7,
       "operations":[{"time":0,"worker":3,"f":"add","value":2},
                     {"time":5,"worker":0,"f":"read","value":null}],
       "faults":[{"kind":"one-way","start":1,"stop":9,"seed":12}]}
      """;

  private static Case parse(String text) throws CaseException {
    return CaseCodec.parse(text.getBytes(UTF_8));
  }

  @Test
  void whatIsReadIsWrittenAgain() throws Exception {
    assertThat(CaseCodec.toJson(parse(CASE))).isEqualTo(JsonCodec.parse(CASE));
    assertThat(parse(CASE).size()).isEqualTo("2 nodes, 2 operations, 1 fault, 2.0 s");
  }

  @Test
  void flagsAreWrittenWhereTheyAreSet() throws Exception {
    Map<String, Json> fields = new LinkedHashMap<>(((Json.Obj) JsonCodec.parse(CASE)).fields());
    fields.put("durable", Json.of(true));
    fields.put("like-maelstrom", Json.of(true));
    Json flagged = new Json.Obj(fields);
    assertThat(CaseCodec.toJson(parse(JsonCodec.format(flagged)))).isEqualTo(flagged);
  }

  /** Numbers from 2^53 on do not survive tools that compute with floating point. */
  @Test
  void largeSeedsAreTextAndOldOnesAreStillRead() throws Exception {
    String old = CASE.replace("\"seed\":12", "\"seed\":9007199254740995");
    String fresh = CASE.replace("\"seed\":12", "\"seed\":\"9007199254740995\"");
    assertThat(CASE).contains("\"seed\":12");
    assertThat(CaseCodec.toJson(parse(old))).isEqualTo(JsonCodec.parse(fresh));
    assertThat(CaseCodec.toJson(parse(fresh))).isEqualTo(JsonCodec.parse(fresh));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"workload\"     | [1,{\"workload\"      | expected a JSON value, but",
        "\"g-counter\"     | \"bogus\"             | expected 'workload' to be one of [echo,",
        "\"g-counter\"     | 3                     | expected 'workload' to be a string, but it is",
        "[\"n0\",\"n2\"]   | []                    | expected 'nodes' to be 1 to 10000 different",
        "[\"n0\",\"n2\"]   | [\"n0\",\"n0\"]       | expected 'nodes' to be 1 to 10000 different",
        "[\"n0\",\"n2\"]   | [\"n0\",\"../x\"]     | expected 'nodes' to be names that nodes can",
        "[\"n0\",\"n2\"]   | [\"n9\"]              | expected every one of 'nodes' to be in",
        "\"clients\":4     | \"clients\":2000000000| 'clients' to be an integer from 1 to 10000,",
        "\"clients\":4     | \"klients\":4         | expected 'clients', but there is none",
        "\"line\"          | \"ring\"              | expected 'topology' to be one of grid, line,",
        "\"time-limit\":2  | \"time-limit\":-2     | 'time-limit' to be an integer from 0",
        "2.5               | 1e400                 | 'latency' to be a number from 0.0 to 1.0E9",
        "2.5               | \"NaN\"               | 'latency' to be a number from 0.0 to 1.0E9",
        "values\":0.0      | values\":0.5        | 'large-values' to be a number from 0.0 to 0.0",
        "\"worker\":3      | \"worker\":4          | operations[0]: expected 'worker' to be an int",
        "\"time\":5        | \"time\":3000000000   | operations[1]: expected 'time' to be an int",
        "\"value\":2       | \"value\":-2          | operations[0]: expected 'f' and 'value' of",
        "\"f\":\"read\"    | \"f\":\"start-kill\"  | operations[1]: expected 'f' and 'value' of",
        "\"one-way\"       | \"flood\"             | faults[0]: expected 'kind' to be one of part",
        "\"stop\":9        | \"stop\":0            | faults[0]: expected 'stop' to be an integer",
        "[{\"time\"        | [7,{\"time\"          | expected operations[0] to be an object, but",
      })
  void whatIsWrongIsSaidOnOneLine(String part, String instead, String expected) {
    assertThat(CASE).contains(part);
    assertThatExceptionOfType(CaseException.class)
        .isThrownBy(() -> parse(CASE.replaceFirst(Pattern.quote(part), instead)))
        .withMessageContaining(expected)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }
}
