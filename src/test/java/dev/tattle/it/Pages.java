package dev.tattle.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The README and all pages in {@code src/docs}, and the commands that they print. */
final class Pages {
  static final Path README = Launchers.ROOT.resolve("README.md");
  static final Path DOCS = Launchers.ROOT.resolve("src/docs");

  /** A block of code: its language, and the text. */
  static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern IN_SCRIPTS = Pattern.compile("maelstrom/bench [^'\n]+");
  private static final Pattern INLINE =
      Pattern.compile("`((?:maelstrom/(?:bench|node|counter)|curl) [^`\n]+)`");
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("<<'?(\\w+)'?\n.*?^\\1$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INDENTED = Pattern.compile("^ {4}(\\S.*)$", Pattern.MULTILINE);

  private Pages() {}

  static List<Path> all() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README));
    try (Stream<Path> files = Files.walk(DOCS)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** The lines of a page's code that a shell may run, and the commands within its sentences. */
  static Set<String> commands(Path page) throws IOException {
    Set<String> commands = new LinkedHashSet<>();
    String text = Files.readString(page);
    for (Matcher fences = FENCE.matcher(text); fences.find(); ) {
      addAll(commands, fences.group(1), fences.group(2));
    }
    String sentences = FENCE.matcher(text).replaceAll("");
    INLINE.matcher(sentences).results().map(inline -> inline.group(1)).forEach(commands::add);
    INDENTED.matcher(sentences).results().map(line -> line.group(1)).forEach(commands::add);
    return commands;
  }

  private static void addAll(Set<String> commands, String language, String text) {
    if (language.equals("yaml") || text.startsWith("#!/bin/sh\n#SBATCH")) {
      String joined = text.replaceAll("\\\\\n *", "");
      IN_SCRIPTS.matcher(joined).results().map(MatchResult::group).forEach(commands::add);
    } else if (language.isEmpty() || language.equals("sh")) {
      commands.addAll(lines(text));
    }
  }

  /** All commands in shell blocks, with the page in front. */
  static List<String> shellLines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path page : all()) {
      for (String block : blocks(Files.readString(page))) {
        lines(block).forEach(line -> lines.add(DOCS.relativize(page) + ": " + line));
      }
    }
    return lines;
  }

  private static List<String> lines(String block) {
    return HERE_DOCUMENT
        .matcher(block)
        .replaceAll("")
        .replaceAll("\\\\\n *", "")
        .lines()
        .map(line -> line.replaceFirst("(^| +)# .*", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static List<String> blocks(String text) {
    return FENCE
        .matcher(text)
        .results()
        .filter(fence -> fence.group(1).equals("sh"))
        .map(fence -> fence.group(2))
        .toList();
  }

  /** The first shell block of a section, as it stands there. */
  static String block(Path page, String heading) throws IOException {
    List<String> blocks = blocks(section(Files.readString(page), heading));
    if (blocks.isEmpty()) {
      throw new AssertionError("'" + heading + "' of " + page + " has no shell block");
    }
    return blocks.get(0);
  }

  /** The section of a page's text that has this heading, to the next heading of its rank. */
  static String section(String page, String heading) {
    int start = page.indexOf("\n## " + heading + "\n");
    if (start < 0) {
      throw new AssertionError("there is no section '" + heading + "'");
    }
    int end = page.indexOf("\n## ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end);
  }
}
