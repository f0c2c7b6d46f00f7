package dev.tattle.bench.history;

/**
 * Text of nodes and histories, made fit for a terminal: no character of it moves the cursor, hides
 * or reorders what stands beside it.
 */
public final class PlainText {
  private PlainText() {}

  /** Text of several lines; line breaks and tabs stay. */
  public static String lines(String text) {
    return escape(text, true);
  }

  /** Text that stays on one line, and so can't pass for the next one. */
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

  /** Controls, line separators, and what is not seen itself, such as marks of direction. */
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
