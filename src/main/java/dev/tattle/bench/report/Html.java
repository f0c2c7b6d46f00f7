package dev.tattle.bench.report;

/** Escapes text for HTML. */
final class Html {
  private Html() {}

  /** Escapes a text for an element's content or a quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
