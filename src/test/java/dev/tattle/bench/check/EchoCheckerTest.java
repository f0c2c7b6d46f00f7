package dev.tattle.bench.check;

import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.core.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoCheckerTest {
  @Test
  void acceptsWhatComesBackAsItWent() {
    assertThat(check("0 invoke echo [1.0]", "0 ok echo {\"type\":\"echo_ok\",\"echo\":[1.0]}"))
        .isEqualTo(json("{\"valid?\":true,\"errors\":[]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"echo\":2}", "{}", "1", "{\"echo\":\"1\"}"})
  void refusesAnyOtherReply(String reply) {
    assertThat(check("0 invoke echo 1", "0 ok echo " + reply))
        .isEqualTo(
            json(
                "{\"valid?\":false,\"errors\":[[\"Expected a message with :echo\",1,"
                    + "\"But received\","
                    + reply
                    + "]]}"));
  }

  @Test
  void refusesAnEchoThatFailed() {
    assertThat(check("0 invoke echo 1", "0 fail echo 1").fields())
        .containsEntry("valid?", json("false"));
  }

  @Test
  void saysNothingOfAnEchoOfUnknownEndAsMaelstrom() {
    assertThat(check("0 invoke echo 1", "0 info echo 1", "1 invoke echo 1"))
        .isEqualTo(json("{\"valid?\":true,\"errors\":[]}"));
  }

  private static Json.Obj check(String... entries) {
    return new EchoChecker().check(Histories.of(entries)).json();
  }
}
