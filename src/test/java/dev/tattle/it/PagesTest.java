package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pages lead to what is there, and their lines fit. */
class PagesTest {
  private static final int COLUMNS = 120;
  private static final int README_LINES = 120;
  private static final int WORKLOADS = 10;

  private static final Pattern CODE =
      Pattern.compile("^```.*?^```|`[^`\n]*`", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern FENCES =
      Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|^\\[[^\\]]+\\]: (\\S+)", Pattern.MULTILINE);

  private static String without(Pattern what, Path page) throws IOException {
    return what.matcher(Files.readString(page)).replaceAll("");
  }

  /** The anchors that GitHub gives the headings of a page. */
  private static Set<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(without(FENCES, page))
        .results()
        .map(heading -> heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1"))
        .map(text -> text.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", ""))
        .map(text -> text.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : Pages.all()) {
      for (Matcher links = LINK.matcher(without(CODE, page)); links.find(); ) {
        String link = links.group(1) == null ? links.group(2) : links.group(1);
        if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
          broken.add(Launchers.ROOT.relativize(page) + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1
            || !target.toString().endsWith(".md")
            || anchors(target).contains(parts[1]));
  }

  /** All but bare addresses, which can't be broken. */
  @Test
  void linesFit() throws IOException {
    List<String> long120 = new ArrayList<>();
    for (Path page : Pages.all()) {
      Files.readString(page)
          .lines()
          .filter(line -> line.codePointCount(0, line.length()) > COLUMNS)
          .filter(line -> !line.matches("(\\[[^\\]]+\\]: )?https?:\\S+"))
          .forEach(line -> long120.add(Launchers.ROOT.relativize(page) + ": " + line));
    }
    assertThat(long120).isEmpty();
  }

  @Test
  void theReadmeIsShortAndPromisesSomethingOfEachWorkload() throws IOException {
    String page = Files.readString(Pages.README);
    assertThat(page.lines().count()).isLessThanOrEqualTo(README_LINES);
    String section = page.substring(page.indexOf("\n## What each workload promises"));
    assertThat(section.substring(0, section.indexOf("\n\n", 3)).lines())
        .filteredOn(line -> line.startsWith("| `"))
        .hasSize(WORKLOADS);
  }
}
