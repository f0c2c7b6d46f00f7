package dev.tattle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.drawing.RoomGraph;
import dev.tattle.drawing.RoomPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pictures in {@code ARCHITECTURE.md} show the packages as they are. {@code
 * -Dtattle.rewrite=true} redraws them.
 */
class ArchitectureDrawingTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/tattle");
  private static final Path PAGE = Path.of("src/docs/ARCHITECTURE.md");
  private static final Path IMAGES = Path.of("src/docs/images");

  /** A class in code font, perhaps with its folder: {@code nodes/EchoNode}. */
  private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+/)*[A-Z]\\w*[a-z]\\w*)[`.]");

  /** Classes on the page that have no file of their own. */
  private static final Set<String> PARTS_OF_CLASSES =
      Set.of("HashMap", "Append", "Checkpoint", "Retry");

  /** A picture, and the rooms whose packages it shows one by one. */
  @SuppressWarnings("ImmutableEnumChecker") // The list cannot be changed.
  enum Picture {
    ARCHITECTURE("architecture", "The rooms of Tattle", "", "core", "runtime"),
    BENCH("architecture-bench", "The rooms of the bench", "bench"),
    CLUSTER("architecture-cluster", "The rooms of a node of the service", "runtime.cluster");

    private final String file;
    private final String title;
    private final List<String> opened;

    Picture(String file, String title, String... opened) {
      this.file = file;
      this.title = title;
      this.opened = List.of(opened);
    }

    private String draw() {
      RoomGraph graph = RoomGraph.of(ArchitectureTest.CLASSES, opened);
      return RoomPicture.of(
          graph, title, this::label, ArchitectureDrawingTest::firstSentence, this::isDeterministic);
    }

    /** In the picture of one room, the names leave out that room. */
    private String label(String room) {
      String prefix = opened.get(0) + ".";
      return room.startsWith(prefix) ? room.substring(prefix.length()) : room;
    }

    private boolean isDeterministic(String room) {
      return List.of(ArchitectureTest.REPLAYED).contains("dev.tattle." + room + "..")
          || room.startsWith("core.")
          || (room.equals("bench") && opened.contains("bench"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePictureShowsThePackagesAsTheyAre(Picture picture) throws IOException {
    Path file = IMAGES.resolve(picture.file + ".svg");
    String drawn = picture.draw();
    if (Boolean.getBoolean("tattle.rewrite")) {
      Files.createDirectories(IMAGES);
      Files.writeString(file, drawn);
    }
    assertThat(file)
        .as("draw it anew: mvn test -Dtest=ArchitectureDrawingTest -Dtattle.rewrite=true")
        .hasContent(drawn);
  }

  @Test
  void thePageNamesEveryPackage() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(packages()).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }

  @Test
  void thePageNamesOnlyClassesThatThereAre() throws IOException {
    List<String> sources;
    try (var files = Files.walk(Path.of("src"))) {
      sources = files.map(Path::toString).filter(file -> file.endsWith(".java")).toList();
    }
    List<String> unknown =
        CLASS
            .matcher(Files.readString(PAGE))
            .results()
            .map(name -> name.group(1))
            .filter(name -> !PARTS_OF_CLASSES.contains(name))
            .filter(name -> sources.stream().noneMatch(file -> file.endsWith("/" + name + ".java")))
            .toList();
    assertThat(unknown).isEmpty();
  }

  private static List<String> packages() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file -> SOURCES.relativize(file.getParent()).toString().replace('/', '.'))
          .map(name -> name.isEmpty() ? RoomGraph.TOP : name)
          .sorted()
          .toList();
    }
  }

  /** The first sentence of a package's documentation. */
  private static String firstSentence(String room) {
    Path folder = room.equals(RoomGraph.TOP) ? SOURCES : SOURCES.resolve(room.replace('.', '/'));
    Path file = folder.resolve("package-info.java");
    try {
      String text = Files.readString(file).replaceAll("\\s*\\n \\*/?", " ").replaceAll("\\s+", " ");
      Matcher sentence = Pattern.compile("/\\*\\* (.*?\\.)( |$)").matcher(text);
      if (!sentence.find()) {
        throw new IllegalStateException("it has no first sentence: " + file);
      }
      return sentence.group(1).replaceAll("\\{@\\w+ ([^}]*)}", "$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
