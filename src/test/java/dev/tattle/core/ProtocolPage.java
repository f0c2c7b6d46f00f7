package dev.tattle.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code PROTOCOL.md}, of which each test of messages holds its own part. {@code
 * -Dtattle.rewrite=true} writes that anew, from what the code sends.
 */
public final class ProtocolPage {
  private static final Path PAGE = Path.of("src/docs/PROTOCOL.md");
  private static final List<String> PARTS =
      List.of(
          "# Protocol\n",
          "## Counters that are asked for\n",
          "## Raft\n",
          "## Groups of the service\n",
          "## Strong counters\n",
          "## What connects nodes\n",
          "## Who is there\n");

  private ProtocolPage() {}

  /** The page's part that begins with the same line is this text. */
  public static void holds(String text) throws IOException {
    String heading = text.substring(0, text.indexOf('\n') + 1);
    assertThat(PARTS).contains(heading);
    String page = Files.readString(PAGE);
    String found = part(page, heading);
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
    assertThat(found.stripTrailing()).isEqualTo(text.stripTrailing());
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
}
