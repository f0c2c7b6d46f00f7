package dev.tattle.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The list of libraries in the jar names just those that are in it. */
@Execution(ExecutionMode.CONCURRENT)
class ThirdPartyIT {
  private static final String LIST = "META-INF/THIRD-PARTY.txt";
  private static final String OWN = "dev/tattle/";

  /** Where the jar has the classes of others. */
  private static final String SHADED = OWN + "shaded/";

  /** For example: {@code io.netty:netty-common 4.2.13.Final Apache-2.0}. */
  private static final Pattern LISTED =
      Pattern.compile("^ {2}([\\w.]+):([\\w-]+) (\\S+) ([\\w.-]+)$", Pattern.MULTILINE);

  private static Set<String> classes(ZipFile jar) {
    return jar.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
        .filter(name -> !name.endsWith("module-info.class"))
        .filter(name -> !name.startsWith(OWN) || name.startsWith(SHADED))
        .map(name -> name.startsWith(SHADED) ? name.substring(SHADED.length()) : name)
        .collect(toCollection(HashSet::new));
  }

  @Test
  void theListNamesEveryLibraryWithItsVersion() throws IOException {
    try (ZipFile jar = new ZipFile(Launchers.JAR.toFile())) {
      assertThat(jar.getEntry(LIST)).as(LIST).isNotNull();
      String list = new String(jar.getInputStream(jar.getEntry(LIST)).readAllBytes(), UTF_8);
      Set<Path> listed =
          LISTED
              .matcher(list)
              .results()
              .map(line -> Path.of(line.group(1).replace('.', '/'), line.group(2), line.group(3)))
              .collect(toCollection(TreeSet::new));
      assertThat(listed).hasSizeGreaterThan(20);
      Set<String> classes = classes(jar);
      for (Path library : librariesIn(classes)) {
        // A repository's path is …/io/netty/netty-common/4.2.13.Final/netty-common-….jar.
        assertThat(listed.removeIf(library.getParent()::endsWith)).as("%s", library).isTrue();
      }
      assertThat(listed).as("what is not in the jar").isEmpty();
      assertThat(classes).as("classes of libraries that are not known").isEmpty();
    }
  }

  /** The libraries on the class path whose classes are among these, which are then taken away. */
  private static List<Path> librariesIn(Set<String> classes) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path file = Path.of(path).toAbsolutePath();
      if (path.endsWith(".jar") && !file.equals(Launchers.JAR)) {
        try (ZipFile library = new ZipFile(file.toFile())) {
          Set<String> own = classes(library);
          if (!own.isEmpty() && classes.containsAll(own)) {
            classes.removeAll(own);
            found.add(file);
          }
        }
      }
    }
    return found;
  }
}
