package dev.tattle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.drawing.RoomGraph;
import dev.tattle.drawing.RoomPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The pictures in {@code ARCHITECTURE.md} show the packages as they are. {@code
 * -Dtattle.rewrite=true} draws them anew.
 */
class ArchitectureDrawingTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/tattle");
  private static final Path PAGE = Path.of("src/docs/ARCHITECTURE.md");
  private static final Path IMAGES = Path.of("src/docs/images");

  /** A picture, and the rooms whose packages it shows one by one. */
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
          graph, title, this::label, ArchitectureDrawingTest::firstSentence, deterministic());
    }

    /** Where one room is opened, its own name need not be said of each. */
    private String label(String room) {
      String prefix = opened.get(0) + ".";
      return room.startsWith(prefix) ? room.substring(prefix.length()) : room;
    }

    private Predicate<String> deterministic() {
      return room ->
          List.of(ArchitectureTest.REPLAYED).contains("dev.tattle." + room + "..")
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
