package dev.tattle.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "a\tb", "\u00e9t\u00e9", "\u6587\u5b57", "\ud83d\ude00"})
  void textStaysAsItIs(String text) {
    assertThat(PlainText.line(text)).isSameAs(text);
    assertThat(PlainText.lines(text)).isSameAs(text);
  }

  @Test
  void whatMovesTheCursorIsEscaped() {
    assertThat(PlainText.lines("a\u001b[2Jb\rc\u009b1A\u0007"))
        .isEqualTo("a\\u001b[2Jb\\rc\\u009b1A\\u0007");
  }

  @Test
  void whatReordersOrHidesTextIsEscaped() {
    assertThat(PlainText.lines("a\u202eb\u2066c\u200bd\ufeff"))
        .isEqualTo("a\\u202eb\\u2066c\\u200bd\\ufeff");
  }

  @Test
  void lineStaysOneLine() {
    assertThat(PlainText.line("a\nverdict      valid\u2028b"))
        .isEqualTo("a\\nverdict      valid\\u2028b");
    assertThat(PlainText.lines("a\nb")).isEqualTo("a\nb");
  }
}
