package dev.tattle.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public API, signature by signature. {@code -Dtattle.rewrite=true} writes {@code api.txt}
 * anew: a line that goes or changes there breaks programs that use the library.
 */
class PublicApiTest {
  private static final Path FILE = Path.of("src/test/resources/api.txt");
  private static final Path SERVICES =
      Path.of("src/main/resources/META-INF/services/dev.tattle.bench.workload.Workload");

  @Test
  void signaturesAreThoseOfTheFile() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : PublicApi.packages()) {
      lines.add("# " + name);
      for (Class<?> type : PublicApi.types(name)) {
        lines.addAll(PublicApi.lines(type));
      }
      lines.add("");
    }
    String text = String.join("\n", lines);
    if (Boolean.getBoolean("tattle.rewrite")) {
      Files.writeString(FILE, text);
    }
    assertThat(text).as("see -Dtattle.rewrite=true").isEqualTo(Files.readString(FILE));
  }

  @Test
  void signaturesMentionOnlyPublicTypes() throws IOException {
    Set<String> shown = new LinkedHashSet<>();
    Set<Type> mentioned = new LinkedHashSet<>();
    for (String name : PublicApi.packages()) {
      for (Class<?> type : PublicApi.types(name)) {
        shown.add(type.getName());
        PublicApi.mentioned(type).forEach(mentioned::add);
      }
    }
    Set<String> hidden = new TreeSet<>();
    mentioned.forEach(
        type ->
            classes(type)
                .map(Class::getName)
                .filter(name -> name.startsWith("dev.tattle") && !shown.contains(name))
                .forEach(hidden::add));
    assertThat(hidden).isEmpty();
  }

  private static Stream<Class<?>> classes(Type type) {
    if (type instanceof Class<?> plain) {
      return plain.isArray() ? classes(plain.getComponentType()) : Stream.of(plain);
    }
    if (type instanceof ParameterizedType generic) {
      Stream<Type> all =
          Stream.concat(
              Stream.of(generic.getRawType()), Arrays.stream(generic.getActualTypeArguments()));
      return all.flatMap(PublicApiTest::classes);
    }
    if (type instanceof WildcardType wildcard) {
      Stream<Type> all =
          Stream.concat(
              Arrays.stream(wildcard.getUpperBounds()), Arrays.stream(wildcard.getLowerBounds()));
      return all.flatMap(PublicApiTest::classes);
    }
    return type instanceof GenericArrayType array
        ? classes(array.getGenericComponentType())
        : Stream.empty();
  }

  /** What the tutorial teaches can be written with the jar alone. */
  @Test
  void tutorialUsesOnlyWhatIsPublic() throws IOException {
    Pattern imported = Pattern.compile("(?m)^import (?:static )?(dev\\.tattle[a-z.]*)\\.[A-Z]");
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java/dev/tattle/tutorial"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher names = imported.matcher(Files.readString(file));
        while (names.find()) {
          used.add(names.group(1));
        }
      }
    }
    assertThat(used).isNotEmpty().isSubsetOf(PublicApi.packages());
  }

  /** One list is for the class path, the other for the module path. */
  @Test
  void moduleProvidesTheWorkloadsThatServicesName() throws IOException {
    assertThat(PublicApi.module().provides())
        .singleElement()
        .satisfies(
            provided -> assertThat(provided.providers()).isEqualTo(Files.readAllLines(SERVICES)));
  }
}
