package dev.tattle.bench.history;

/**
 * Escapes text from nodes and histories for a terminal, so that no character moves the cursor, or
 * hides or reorders other text.
 */
public final class PlainText {
  private PlainText() {}

  /** Escapes text of several lines; line breaks and tabs stay. */
  public static String lines(String text) {
    return escape(text, true);
  }

  /** Escapes text and keeps it on one line, so that it can't pass for another line. */
  public static String line(String text) {
    return escape(text, false);
  }

  private static String escape(String text, boolean hasLines) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPlain = c == '\t' || (c == '\n' && hasLines) || !isOdd(c);
      if (!isPlain && plain == null) {
        plain = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (plain != null) {
        plain.append(isPlain ? String.valueOf(c) : escaped(c));
      }
    }
    return plain == null ? text : plain.toString();
  }

  /** True for controls, line separators and invisible characters, such as direction marks. */
  private static boolean isOdd(char c) {
    if (c >= ' ' && c <= '~') {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format("\\u%04x", (int) c);
    };
  }
}
