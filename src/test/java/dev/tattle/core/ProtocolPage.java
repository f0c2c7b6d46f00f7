package dev.tattle.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The page {@code PROTOCOL.md}. Each test of messages prints and checks one part of it. {@code
 * -Dtattle.rewrite=true} rewrites the parts from what the code sends.
 */
public final class ProtocolPage {
  private static final Path PAGE = Path.of("src/docs/PROTOCOL.md");
  private static final int WIDTH = 116;
  private static final int DEEPEST = 8;
  private static final List<String> PARTS =
      List.of(
          "# Protocol\n",
          "## What deltas hold\n",
          "## Deltas of named counters\n",
          "## Pulls and views of named counters\n",
          "## Which data the cluster has\n",
          "## Raft\n",
          "## Commands\n",
          "## Groups of the counter service\n",
          "## Connections of the counter service\n",
          "## Membership of the counter service\n");

  private ProtocolPage() {}

  /** Checks that the page has this text as the part that begins with the same line. */
  public static synchronized void holds(String text) throws IOException {
    String heading = text.substring(0, text.indexOf('\n') + 1);
    assertThat(PARTS).contains(heading);
    String page = Files.readString(PAGE);
    if (Boolean.getBoolean("tattle.rewrite")) {
      StringBuilder all = new StringBuilder();
      for (String each : PARTS) {
        String part = each.equals(heading) ? text : part(page, each);
        all.append(all.length() == 0 || part.isEmpty() ? "" : "\n").append(part.stripTrailing());
        all.append(part.isEmpty() ? "" : "\n");
      }
      Files.writeString(PAGE, all.toString());
      return;
    }
    assertThat(part(page, heading).stripTrailing())
        .as("print it anew: mvn test -Dtest='*MessagesTest' -Dtattle.rewrite=true")
        .isEqualTo(text.stripTrailing());
  }

  private static String part(String page, String heading) {
    String lines = "\n" + page;
    int from = lines.indexOf("\n" + heading);
    if (from < 0) {
      return "";
    }
    int to = lines.length();
    for (String other : PARTS) {
      int at = lines.indexOf("\n" + other, from + 1);
      to = at < 0 ? to : Math.min(to, at);
    }
    return lines.substring(from + 1, to);
  }

  /** The types of messages that have a heading on the page. */
  public static Set<String> types() throws IOException {
    Set<String> types = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("### ")) {
        Pattern.compile("`([^`]+)`")
            .matcher(line)
            .results()
            .map((MatchResult name) -> name.group(1))
            .forEach(types::add);
      }
    }
    return types;
  }

  /** A message as the page shows it. */
  public static String text(Body body) {
    return text(MessageCodec.toJson(body));
  }

  /** JSON as the page shows it. A long text continues on lines that begin with two spaces. */
  public static String text(Json json) {
    return filled(pieces(JsonCodec.format(json), 1), "\n  ");
  }

  /** Breaks a text after commas, and after inner commas only if a piece is too long for a line. */
  private static List<String> pieces(String json, int depth) {
    List<String> pieces = new ArrayList<>();
    int begin = 0;
    int level = 0;
    boolean isQuoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      isQuoted ^= c == '"' && (i == 0 || json.charAt(i - 1) != '\\');
      level += isQuoted ? 0 : "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
      if (i == json.length() - 1 || (c == ',' && !isQuoted && level <= depth)) {
        String piece = json.substring(begin, i + 1);
        pieces.addAll(
            piece.length() > WIDTH && depth < DEEPEST ? pieces(piece, depth + 1) : List.of(piece));
        begin = i + 1;
      }
    }
    return pieces;
  }

  /** Sentences in lines of the page's width. */
  public static String wrapped(String text) {
    return filled(List.of(text.split("(?<= )")), "\n");
  }

  /** Sentences as an item of a list. */
  public static String item(String text) {
    return "- " + filled(List.of(text.split("(?<= )")), "\n  ") + "\n";
  }

  private static String filled(List<String> pieces, String lineBreak) {
    StringBuilder filled = new StringBuilder();
    int column = 0;
    for (String piece : pieces) {
      if (column > 0 && column + piece.stripTrailing().length() > WIDTH) {
        String before = filled.toString().stripTrailing();
        filled.setLength(before.length());
        filled.append(lineBreak);
        column = lineBreak.length() - 1;
      }
      filled.append(piece);
      column += piece.length();
    }
    return filled.toString();
  }
}
