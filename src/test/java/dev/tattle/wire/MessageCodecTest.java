package dev.tattle.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RandomJson;
import dev.tattle.core.RequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private static final String EXPECTED =
      "expected {\"src\":string,\"dest\":string,\"body\":{\"type\":string,\"msg_id\"?:integer,"
          + "\"in_reply_to\"?:integer,…}}, but ";

  private static Message decode(String line) throws WireException {
    return MessageCodec.decode(line.getBytes(UTF_8));
  }

  private static WireException refuse(byte[] line) {
    return catchThrowableOfType(WireException.class, () -> MessageCodec.decode(line));
  }

  private static String encode(Message message) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    MessageCodec.encode(message, line);
    return line.toString(UTF_8);
  }

  private static String envelope(String body) {
    return "{\"id\":7,\"src\":\"c1\",\"dest\":\"n1\",\"body\":" + body + "}";
  }

  @Test
  void aMessageIsOneLine() throws IOException {
    Body body = Body.of("read_ok", "value", Json.of("é\n")).withMsgId(0).withInReplyTo(0);
    assertThat(encode(new Message(new NodeId("n1"), new NodeId("c1"), body)))
        .isEqualTo(
            "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":{\"type\":\"read_ok\",\"msg_id\":0,"
                + "\"in_reply_to\":0,\"value\":\"\\u00E9\\n\"}}\n");
  }

  @Test
  void lengthIsThatOfTheEncodedLine() throws IOException {
    RandomJson values = new RandomJson(7);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      Body body = Body.of("t\u00e9", "a", values.next(), "\"\u20ac", values.next());
      body = random.nextBoolean() ? body.with("b", Json.of(number)) : body;
      body = random.nextBoolean() ? body.withMsgId(number) : body;
      body = random.nextBoolean() ? body.withInReplyTo(i) : body;
      Message message = new Message(new NodeId("n1"), new NodeId("\u00fc" + i), body);
      String line = encode(message);
      assertThat(MessageCodec.length(message)).as(line).isEqualTo(line.length());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, -9, -10, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L})
  void lengthsOfIntegersChangeAtPowersOfTen(long integer) {
    assertThat(new JsonLength().add(integer).chars()).isEqualTo(Long.toString(integer).length());
    assertThat(new JsonLength().add(-integer).chars()).isEqualTo(Long.toString(-integer).length());
  }

  @Test
  void fieldsOfTheEnvelopeComeInAnyOrderAndOthersArePassedOver() throws WireException {
    assertThat(
            decode(
                "{\"body\":{\"x\":1,\"msg_id\":0,\"type\":\"t\"},\"id\":{\"a\":[1]},\"dest\":\"n1\","
                    + "\"extra\":[{}],\"src\":\"c1\"}"))
        .isEqualTo(
            new Message(
                new NodeId("c1"), new NodeId("n1"), Body.of("t", "x", Json.of(1)).withMsgId(0)));
  }

  @Test
  void randomMessagesComeBackAsTheyWent() throws IOException, WireException {
    RandomJson values = new RandomJson(1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      Body body = Body.of("t" + i, "", values.next(), "😀", values.next());
      body = random.nextBoolean() ? body.withMsgId(random.nextLong()) : body;
      body = random.nextBoolean() ? body.withInReplyTo(random.nextLong()) : body;
      Message message = new Message(new NodeId("c\n" + i), new NodeId("é"), body);
      String line = encode(message);
      assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
      assertThat(decode(line)).isEqualTo(message);
      assertThat(JsonCodec.format(MessageCodec.toJson(body)))
          .isEqualTo(line.substring(line.indexOf("\"body\":") + 7, line.length() - 2));
    }
  }

  static Stream<Arguments> requestsThatAreMalformed() {
    return Stream.of(
        arguments("{\"msg_id\":0}", "'type' is missing"),
        arguments("{\"type\":1,\"msg_id\":0}", "'type' is not a string"),
        arguments("{\"type\":null,\"msg_id\":0}", "'type' is not a string"),
        arguments("{\"msg_id\":0,\"type\":[\"a\"]}", "'type' is not a string"),
        arguments(
            "{\"type\":\"t\",\"x\":" + "[".repeat(1_001) + "]".repeat(1_001) + ",\"msg_id\":0}",
            "it nests deeper than 1000 levels"));
  }

  @ParameterizedTest
  @MethodSource("requestsThatAreMalformed")
  void aMalformedRequestIsAnsweredInFourParts(String body, String problem) {
    WireException refusal = refuse(envelope(body).getBytes(UTF_8));
    assertThat(refusal.problem()).startsWith(EXPECTED + problem + ": {\"id\":7,");
    assertThat(refusal.reply())
        .isEqualTo(
            new Message(
                new NodeId("n1"),
                new NodeId("c1"),
                Body.of(
                        "error",
                        "code",
                        Json.of(12),
                        "text",
                        Json.of(EXPECTED + problem + "; see " + RequestException.MANUAL))
                    .withInReplyTo(0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "5",
        "\"init\"",
        "{}",
        "{\"src\":\"c1\",\"dest\":\"n1\"}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":null}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":[]}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{}}",
        "{\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1}}",
        "{\"src\":\"c1\",\"body\":{\"type\":\"t\",\"msg_id\":1}}",
        "{\"src\":1,\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1}}",
        "{\"src\":\"\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1}}",
        "{\"src\":\"c1\",\"dest\":\"\",\"body\":{\"type\":\"t\",\"msg_id\":1}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":\"1\"}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1.0}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":null}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":9223372036854775808}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":1,\"msg_id\":1,\"in_reply_to\":2}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1}}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1,\"x\":NaN}}",
        "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":1,\"x\":\"\0\"}}",
        "\0\0\0\0",
        "\0{\0}",
        "{\"src\"",
        "garbage"
      })
  void whatNobodyWaitsForIsRefusedWithoutAnAnswer(String line) {
    WireException refusal = refuse(line.getBytes(UTF_8));
    assertThat(refusal.problem()).startsWith(EXPECTED);
    assertThat(refusal.reply()).isNull();
  }

  @Test
  void twoMessagesOnALineAreRefusedAndAnswered() {
    String message = envelope("{\"type\":\"t\",\"msg_id\":1}");
    WireException refusal = refuse((message + message).getBytes(UTF_8));
    assertThat(refusal.problem()).startsWith(EXPECTED + "the line goes on after the message");
    assertThat(refusal.reply()).extracting(Message::dest).isEqualTo(new NodeId("c1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00ff", "\u00c3(", "\u00e2\u0082", "\u00ed\u00a0\u0080", "\u00f8"})
  void invalidUtf8IsRefused(String bytes) {
    String line = envelope("{\"type\":\"t\",\"msg_id\":1,\"x\":\"" + bytes + "\"}");
    assertThat(refuse(line.getBytes(ISO_8859_1)).problem()).startsWith(EXPECTED + "Invalid UTF-8");
  }

  @Test
  void aLoneSurrogateInAFieldNameIsRefused() {
    String line = envelope("{\"type\":\"t\",\"msg_id\":1,\"\\uD83D\":1}");
    assertThat(refuse(line.getBytes(UTF_8)).problem())
        .startsWith(EXPECTED + "Broken surrogate pair in field name");
  }

  @Test
  void everyTruncationIsRefusedWithoutAnAnswer() {
    byte[] line =
        envelope("{\"type\":\"t\",\"msg_id\":1,\"x\":[1,{\"é\":-1.5e3}]}").getBytes(UTF_8);
    for (int length = 0; length < line.length; length++) {
      WireException refusal = refuse(java.util.Arrays.copyOf(line, length));
      assertThat(refusal).as("%d bytes", length).isNotNull();
      assertThat(refusal.reply()).isNull();
    }
  }

  @Test
  void noLineWhateverBreaksTheDecoder() {
    byte[] line =
        envelope("{\"type\":\"t\",\"msg_id\":1,\"x\":[1,{\"é\":-1.5e3}]}").getBytes(UTF_8);
    SplittableRandom random = new SplittableRandom(3);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] hostile = line.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        hostile[random.nextInt(hostile.length)] = (byte) random.nextInt(256);
      }
      try {
        MessageCodec.decode(hostile);
      } catch (WireException e) {
        refused++;
        assertThat(e.problem()).doesNotContain("\n", "\r");
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void bigLinesAreTakenAndShownInPart() throws WireException {
    String text = "x".repeat(10_000_000);
    Message big = decode(envelope("{\"type\":\"t\",\"x\":\"" + text + "\"}"));
    assertThat(big.body().text("x")).isEqualTo(text);
    String digits = "7".repeat(100_000);
    Message huge = decode(envelope("{\"type\":\"t\",\"x\":" + digits + "}"));
    assertThat(huge.body().json("x")).isEqualTo(new Json.Num(digits));
    WireException refusal = refuse(envelope("{\"x\":\"" + text + "\"}").getBytes(UTF_8));
    assertThat(refusal.problem()).hasSizeLessThan(500).endsWith("… (10000047 bytes)");
  }

  @Test
  void aPartOfABufferIsDecoded() throws WireException {
    byte[] line = envelope("{\"type\":\"t\"}").getBytes(UTF_8);
    byte[] buffer = new byte[line.length + 20];
    java.util.Arrays.fill(buffer, (byte) '!');
    System.arraycopy(line, 0, buffer, 10, line.length);
    assertThat(MessageCodec.decode(buffer, 10, line.length)).isEqualTo(MessageCodec.decode(line));
  }
}
