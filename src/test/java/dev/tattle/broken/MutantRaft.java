package dev.tattle.broken;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tattle.core.NodeFactory;
import dev.tattle.raft.RaftGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/**
 * The Raft of this build and what runs on it, with some lines of the source replaced. A class
 * loader of its own has the changed classes and all that are in packages with them, so nothing in
 * the core is there for the sake of tests.
 */
final class MutantRaft extends URLClassLoader {
  /**
   * A change of one class.
   *
   * @param file of the package {@code raft} or {@code nodes}
   * @param text that must be in it exactly once
   */
  record Change(String file, String text, String replacement) {}

  private static final Path SOURCES = Path.of("src/main/java/dev/tattle");
  private static final List<String> OWN =
      List.of("dev.tattle.raft.", "dev.tattle.nodes.", LinKvCluster.class.getName());

  /**
   * Compiles the changed classes.
   *
   * @param directory for the changed classes, which is not there yet
   */
  private MutantRaft(Path directory, List<Change> changes) throws IOException {
    super(
        new URL[] {
          Files.createDirectories(directory).toUri().toURL(),
          location(RaftGroup.class),
          location(LinKvCluster.class)
        },
        MutantRaft.class.getClassLoader());
    setDefaultAssertionStatus(true);
    Map<String, String> sources = new LinkedHashMap<>();
    for (Change change : changes) {
      String source = sources.get(change.file);
      sources.put(
          change.file,
          replaced(source == null ? Files.readString(path(change.file)) : source, change));
    }
    for (Map.Entry<String, String> source : sources.entrySet()) {
      compile(directory, source.getKey(), source.getValue());
    }
  }

  /** Nodes of this type with these changes; those of one cluster share a witness. */
  static NodeFactory factory(
      Path directory, List<Change> changes, Class<? extends NodeFactory> type, int... settings) {
    Class<?>[] parameters = new Class<?>[settings.length];
    Arrays.fill(parameters, int.class);
    Object[] arguments = Arrays.stream(settings).boxed().toArray();
    try {
      return (NodeFactory)
          new MutantRaft(directory, changes)
              .loadClass(type.getName())
              .getConstructor(parameters)
              .newInstance(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the cluster's class", e);
    }
  }

  private static Path path(String file) {
    Path ofRaft = SOURCES.resolve("raft").resolve(file);
    return Files.exists(ofRaft) ? ofRaft : SOURCES.resolve("nodes").resolve(file);
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private static String replaced(String source, Change change) {
    int at = source.indexOf(change.text);
    if (at < 0 || source.indexOf(change.text, at + 1) >= 0) {
      throw new AssertionError("%s: expected exactly once: %s".formatted(change.file, change.text));
    }
    return source.replace(change.text, change.replacement);
  }

  private static void compile(Path directory, String file, String source) throws IOException {
    Path changed = Files.writeString(directory.resolve(file), source);
    String classPath =
        Path.of(location(RaftGroup.class).getPath())
            + System.getProperty("path.separator")
            + Path.of(location(NullMarked.class).getPath());
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                errors,
                "-proc:none",
                "-nowarn",
                "-cp",
                classPath,
                "-d",
                directory.toString(),
                changed.toString());
    if (status != 0) {
      throw new AssertionError(errors.toString(UTF_8));
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
