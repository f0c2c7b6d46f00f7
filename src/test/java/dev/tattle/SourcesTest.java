package dev.tattle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the rules that only the text of the sources shows. */
class SourcesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final List<Path> ROOTS = List.of(MAIN, Path.of("src/test/java"));
  private static final int MOST_LINES_OF_A_CLASS = 300;
  private static final int MOST_LINES_OF_A_METHOD = 40;

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  @Test
  void noSimpleNameMeansTwoThings() throws IOException {
    Map<String, List<String>> places = new TreeMap<>();
    for (Path root : ROOTS) {
      for (Path file : sources(root)) {
        places.computeIfAbsent(name(file), absent -> new ArrayList<>()).add(file.toString());
      }
    }
    places.remove("package-info.java");
    places.values().removeIf(files -> files.size() == 1);
    assertThat(places).as("classes that share a name").isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    Set<Path> packages =
        sources(MAIN).stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages)
        .allSatisfy(
            room ->
                assertThat(room.resolve("package-info.java")).content().contains("@NullMarked"));
  }

  @Test
  void classesFitOnAFewScreens() throws IOException {
    Map<String, Integer> tooLong = new LinkedHashMap<>();
    for (Path file : sources(MAIN)) {
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES_OF_A_CLASS) {
        tooLong.put(file.toString(), lines);
      }
    }
    assertThat(tooLong).as("files of more than %d lines", MOST_LINES_OF_A_CLASS).isEmpty();
  }

  @Test
  void methodsFitOnOneScreen() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources(MAIN)) {
      tooLong.addAll(longMethods(file));
    }
    assertThat(tooLong).as("methods of more than %d lines", MOST_LINES_OF_A_METHOD).isEmpty();
  }

  /**
   * Finds the long methods. The formatter gives a method's first and last line the same
   * indentation, and all lines between them a deeper one.
   */
  private static List<String> longMethods(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> found = new ArrayList<>();
    for (int end = 0; end < lines.size(); end++) {
      String line = lines.get(end);
      if (!line.isBlank() && line.strip().equals("}")) {
        int begin = beginOf(lines, end);
        boolean isType =
            lines.get(begin).matches(".*\\b(class|interface|enum|record)\\b.*")
                || indentation(line) == 0;
        if (!isType && end - begin + 1 > MOST_LINES_OF_A_METHOD) {
          found.add(file + ":" + (begin + 1));
        }
      }
    }
    return found;
  }

  private static int beginOf(List<String> lines, int end) {
    int begin = end - 1;
    while (begin > 0
        && (lines.get(begin).isBlank()
            || indentation(lines.get(begin)) != indentation(lines.get(end)))) {
      begin--;
    }
    return begin;
  }

  private static int indentation(String line) {
    return line.length() - line.stripLeading().length();
  }
}
