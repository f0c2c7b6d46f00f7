package dev.tattle.bench.report;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;

/**
 * Cuts texts to a length, up to a total length; later texts become empty. So a page stays small
 * however large the payloads are.
 */
final class Excerpts {
  private final int maxLength;
  private long left;

  Excerpts(int maxLength, long total) {
    this.maxLength = maxLength;
    this.left = total;
  }

  /** The beginning of the text, with an ellipsis if it is cut. */
  static String cut(String text, int maxLength) {
    return text.length() <= maxLength ? text : text.substring(0, maxLength) + "…";
  }

  Json of(Json value) {
    return of(JsonCodec.format(value));
  }

  Json of(String text) {
    String excerpt = cut(text, maxLength);
    left -= excerpt.length();
    return Json.of(left < 0 ? "" : excerpt);
  }
}
