package dev.tattle.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.workload.ReplySchema.Kind;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplySchemaTest {
  private static final ReplySchema READ_OK = ReplySchema.of("read_ok", "value", Kind.INTEGER);

  private static Body readOk(Json value) {
    return Body.of("read_ok", "value", value);
  }

  @Test
  void goodReplyHasNoProblem() {
    assertThat(READ_OK.problem(readOk(Json.of(1)).withMsgId(0).withInReplyTo(4))).isNull();
  }

  @Test
  void integersAreOfSixtyFourBitsAsForMaelstromsClient() {
    assertThat(READ_OK.problem(readOk(new Json.Num("123456789012345678901234567890"))))
        .isEqualTo("'value' is an integer beyond 64 bits");
  }

  @Test
  void aListThatIsNullIsEmpty() {
    ReplySchema schema = ReplySchema.of("read_ok", "messages", Kind.ARRAY);
    assertThat(schema.problem(Body.of("read_ok", "messages", Json.NULL))).isNull();
  }

  @Test
  void anIdThatIsNoIntegerIsNamed() {
    assertThat(READ_OK.problem(readOk(Json.of(1)).with("msg_id", Json.of("7"))))
        .isEqualTo("'msg_id' is a string");
    assertThat(READ_OK.problem(new Body("", null, 1L, Map.of())))
        .isEqualTo("it has no 'type' that is a string");
  }

  @Test
  void wrongTypeIsNamed() {
    assertThat(READ_OK.problem(Body.of("add_ok"))).isEqualTo("its type is 'add_ok'");
  }

  @Test
  void missingFieldIsNamed() {
    assertThat(READ_OK.problem(Body.of("read_ok"))).isEqualTo("there is no 'value'");
  }

  @Test
  void wrongKindIsNamed() {
    assertThat(READ_OK.problem(readOk(Json.of("1")))).isEqualTo("'value' is a string");
    assertThat(READ_OK.problem(readOk(new Json.Num("1.0")))).isEqualTo("'value' is a decimal");
    assertThat(READ_OK.problem(readOk(Json.NULL))).isEqualTo("'value' is null");
    ReplySchema array = ReplySchema.of("read_ok", "value", Kind.ARRAY);
    assertThat(array.problem(readOk(Json.object()))).isEqualTo("'value' is an object");
  }

  @Test
  void extraFieldIsNamed() {
    assertThat(READ_OK.problem(readOk(Json.of(1)).with("node", Json.of("n0"))))
        .isEqualTo("'node' does not belong there");
  }

  @Test
  void openSchemaAllowsMore() {
    assertThat(ReplySchema.open("init_ok").problem(Body.of("init_ok", "x", Json.NULL))).isNull();
  }

  @Test
  void schemaIsToldInWords() {
    assertThat(READ_OK.expected())
        .isEqualTo(
            "{\"type\":\"read_ok\",\"value\":integer,\"in_reply_to\":integer,\"msg_id\"?:integer}");
    assertThat(ReplySchema.open("init_ok").expected())
        .isEqualTo("{\"type\":\"init_ok\",\"in_reply_to\":integer,\"msg_id\"?:integer,…}");
  }
}
