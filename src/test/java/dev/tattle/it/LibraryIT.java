package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The jar as a library: what is in it, and a project that depends on it alone. */
@Execution(ExecutionMode.CONCURRENT)
class LibraryIT {
  private static final String JVM = Path.of(System.getProperty("java.home"), "bin").toString();
  private static final Path PROJECT = Launchers.RESOURCES.resolve("example-project");
  private static final String VERSION = "0.1.0-SNAPSHOT";
  private static final String INIT =
      """
      {"src":"c1","dest":"n1","body":{"type":"init","msg_id":1,"node_id":"n1","node_ids":["n1"]}}
      {"src":"c1","dest":"n1","body":{"type":"add","msg_id":2,"element":7}}
      {"src":"c1","dest":"n1","body":{"type":"read","msg_id":3}}
      """;
  private static final String READ_OK =
      "{'src':'n1','dest':'c1','body':{'type':'read_ok','in_reply_to':3,'value':[7]}}"
          .replace('\'', '"');

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).filter(name -> !name.endsWith("/")).toList();
    }
  }

  private static Path inTarget(String name) {
    return Launchers.JAR.resolveSibling(name);
  }

  private static List<String> exported() {
    return ModuleFinder.of(Launchers.JAR)
        .find("dev.tattle")
        .orElseThrow()
        .descriptor()
        .exports()
        .stream()
        .map(ModuleDescriptor.Exports::source)
        .toList();
  }

  /** Programs that have the same libraries in other versions, or as modules, can use the jar. */
  @Test
  void everyClassInTheJarIsInAPackageOfOurs() throws IOException {
    assertThat(entries(Launchers.JAR))
        .contains("module-info.class", "dev/tattle/Simulator.class")
        .filteredOn(name -> name.endsWith(".class") && !name.equals("module-info.class"))
        .allMatch(name -> name.startsWith("dev/tattle/"));
  }

  @Test
  void sourcesAndJavadocComeWithIt() throws IOException {
    assertThat(entries(inTarget("tattle-sources.jar")))
        .contains("dev/tattle/Simulator.java", "dev/tattle/nodes/EchoNode.java");
    assertThat(entries(inTarget("tattle-javadoc.jar")))
        .filteredOn(name -> name.endsWith("/package-summary.html"))
        .map(name -> name.replace("/package-summary.html", "").replace('/', '.'))
        .containsExactlyInAnyOrderElementsOf(exported());
  }

  /** That a comment says what is returned and thrown is not asked of it: its sentences may. */
  @Test
  void everythingPublicHasAComment() {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    ToolProvider javadoc = ToolProvider.findFirst("javadoc").orElseThrow();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-quiet", "-Xdoclint:all", "-Xmaxwarns", "10000"));
    arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-sourcepath", "src/main/java"));
    arguments.addAll(List.of("-d", directory.resolve("javadoc").toString()));
    arguments.addAll(exported());
    assertThat(javadoc.run(out, out, arguments.toArray(String[]::new)))
        .as(said.toString())
        .isZero();
    List<String> lines = said.toString().lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.contains(": warning: ") || line.contains(": error: "))
        .filteredOn(line -> !line.matches(".*: warning: no @(param|return|throws).*"))
        .filteredOn(line -> !isCompactConstructor(lines.get(lines.indexOf(line) + 1)))
        .isEmpty();
  }

  private static boolean isCompactConstructor(String code) {
    return code.matches(" *public [A-Z]\\w* \\{");
  }

  @Test
  void exampleProjectNeedsTheJarAlone() throws Exception {
    Path project = copy(PROJECT, directory.resolve("project"));
    Path repository = repositoryWithTheJar();
    BenchRun build =
        shell(project, "exec mvn -B -o -Dmaven.repo.local='%s' test".formatted(repository));
    unlink(repository);
    assertThat(build.status()).as(build.toString()).isZero();
    assertThat(build.out()).contains("Tests run: 1, Failures: 0").doesNotContain("WARNING] /");
    String classPath = project.resolve("target/classes") + ":" + Launchers.JAR;
    assertAnswers(project, "-cp '%s' com.example.SetNode".formatted(classPath));
  }

  /**
   * The machine's local repository, and beside all that is in it our jar as if it were installed.
   */
  private Path repositoryWithTheJar() throws IOException {
    String usual = System.getProperty("user.home") + "/.m2/repository";
    Path machines = Path.of(System.getProperty("localRepository", usual));
    Path own = Files.createDirectory(directory.resolve("repository"));
    link(machines, own, "dev");
    Path dev = Files.createDirectory(own.resolve("dev"));
    if (Files.isDirectory(machines.resolve("dev"))) {
      link(machines.resolve("dev"), dev, "tattle");
    }
    Path installed = Files.createDirectories(dev.resolve("tattle/tattle/" + VERSION));
    Files.copy(Launchers.JAR, installed.resolve("tattle-" + VERSION + ".jar"));
    Files.copy(Launchers.ROOT.resolve("pom.xml"), installed.resolve("tattle-" + VERSION + ".pom"));
    return own;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        Path name = Objects.requireNonNull(child.getFileName());
        if (!name.toString().equals(except)) {
          Files.createSymbolicLink(to.resolve(name), child);
        }
      }
    }
  }

  /** Before anybody removes what they lead to. */
  private static void unlink(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }

  private BenchRun shell(Path in, String command) throws Exception {
    return BenchRun.of(in, Path.of("/bin/sh"), Map.of(), "-c", command);
  }

  private void assertAnswers(Path in, String options) throws Exception {
    Files.writeString(in.resolve("messages"), INIT);
    BenchRun node = shell(in, "exec '%s/java' %s <messages".formatted(JVM, options));
    assertThat(node.status()).as(node.toString()).isZero();
    assertThat(node.out().lines()).as(node.toString()).hasSize(3).last().isEqualTo(READ_OK);
  }

  @Test
  void moduleThatRequiresItRunsOnTheModulePath() throws Exception {
    copy(PROJECT.resolve("src/main/java"), directory.resolve("module"));
    Files.writeString(
        directory.resolve("module/module-info.java"),
        "module com.example { requires transitive dev.tattle; exports com.example; }");
    Files.writeString(
        Files.createDirectory(directory.resolve("module/check")).resolve("Check.java"),
        """
        package check;
        public final class Check {
          public static void main(String[] args) {
            System.out.println(
                dev.tattle.Simulator.of("g-set", com.example.SetNode::new).run(1));
          }
        }
        """);
    BenchRun compiled = compileModule();
    assertThat(compiled.status()).as(compiled.toString()).isZero();
    String path = "-p '%s:classes' -m com.example/".formatted(Launchers.JAR);
    assertAnswers(directory, path + "com.example.SetNode");
    BenchRun check = shell(directory, "exec '%s/java' %scheck.Check".formatted(JVM, path));
    assertThat(check.out()).as(check.toString()).contains("verdict      valid");
  }

  @Test
  void moduleShowsNothingElse() throws Exception {
    Path module = Files.createDirectories(directory.resolve("module"));
    Files.writeString(
        module.resolve("module-info.java"), "module com.example { requires dev.tattle; }");
    Files.writeString(
        Files.createDirectory(module.resolve("other")).resolve("Curious.java"),
        "package other; class Curious { dev.tattle.nodes.EchoNode node; }");
    BenchRun compiled = compileModule();
    assertThat(compiled.status()).isNotZero();
    assertThat(compiled.err()).contains("package dev.tattle.nodes is not visible");
  }

  private BenchRun compileModule() throws Exception {
    return shell(
        directory,
        "exec '%s/javac' -Xlint:all -Werror -p '%s' -d classes $(find module -name '*.java')"
            .formatted(JVM, Launchers.JAR));
  }
}
