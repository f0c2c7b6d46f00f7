package dev.tattle.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Message;
import dev.tattle.core.RandomJson;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainReaderTest {
  private static final String PLAIN =
      "{\"id\":7,\"src\":\"c1\", \"dest\":\"n1\",\"body\":{\"type\":\"t\",\"msg_id\":10,"
          + "\"in_reply_to\":0, \"x\":[1,-20,{\"a\":\"b\",\"\":[ ]},true,{}],\"y\":null,\"z\":false}}";

  private static @Nullable Message plain(byte[] line) {
    return PlainReader.read(line, 0, line.length);
  }

  private static void isReadAsTheParserReadsIt(byte[] line) {
    Message plain = plain(line);
    if (plain != null) {
      String text = new String(line, StandardCharsets.ISO_8859_1);
      try {
        assertThat(plain).as(text).isEqualTo(MessageCodec.parse(line, 0, line.length));
      } catch (WireException e) {
        throw new AssertionError("the parser refuses " + text, e);
      }
    }
  }

  @Test
  void aPlainLineNeedsNoParser() throws WireException {
    byte[] line = PLAIN.getBytes(UTF_8);
    assertThat(plain(line)).isNotNull().isEqualTo(MessageCodec.parse(line, 0, line.length));
  }

  @Test
  void noPartOfALineIsPlain() {
    byte[] line = (PLAIN + " ").getBytes(UTF_8);
    for (int length = 0; length < PLAIN.length(); length++) {
      assertThat(PlainReader.read(line, 0, length)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "-0",
        "-",
        "1.5",
        "1e3",
        "1234567890123456789",
        "\"é\"",
        "\"\\n\"",
        "\"\t\"",
        "nul",
        "truer",
        "[1,]",
        "[,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "[1",
        "\"a",
        "\"a\\,\"src\":\"c1"
      })
  void whatIsNotPlainIsLeftToTheParser(String value) {
    String inBody = "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"x\":%s}}";
    String inFront = "{\"src\":%s,\"dest\":\"n1\",\"body\":{\"type\":\"t\"}}";
    assertThat(plain(inBody.formatted(value).getBytes(UTF_8))).isNull();
    assertThat(plain(inFront.formatted(value).getBytes(UTF_8))).isNull();
  }

  @Test
  void whatIsReadIsWhatTheParserReads() {
    SplittableRandom random = new SplittableRandom(5);
    String alphabet = "{}[]\",:\\ -0123456789etrufalsn\t\u00ff";
    for (int i = 0; i < 200_000; i++) {
      byte[] line = PLAIN.getBytes(UTF_8);
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        line[random.nextInt(line.length)] =
            (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      isReadAsTheParserReadsIt(line);
    }
  }

  @Test
  void randomValuesAreReadAsTheParserReadsThem() {
    RandomJson values = new RandomJson(6);
    for (int i = 0; i < 20_000; i++) {
      String value = JsonCodec.format(values.next());
      isReadAsTheParserReadsIt(
          "{\"src\":\"c1\",\"dest\":\"n1\",\"body\":{\"type\":\"t\",\"x\":%s}}"
              .formatted(value)
              .getBytes(UTF_8));
    }
  }

  @Test
  void aByteAfterTheMessageIsNotPassedOver() {
    byte[] line = (PLAIN + " ").getBytes(UTF_8);
    for (int b = 0; b < 256; b++) {
      line[line.length - 1] = (byte) b;
      assertThat(plain(line) != null).isEqualTo(b == ' ');
    }
  }
}
