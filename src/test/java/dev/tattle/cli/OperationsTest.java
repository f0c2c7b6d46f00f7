package dev.tattle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** Everything that OPERATIONS and its examples name exists. */
class OperationsTest {
  private static final Path DOCS = Path.of("src/docs");
  private static final Path UNIT = DOCS.resolve("examples/tattle-counter.service");
  private static final Path MANIFESTS = DOCS.resolve("examples/counter.yaml");
  private static final Path OPEN_API =
      Path.of("src/main/resources/dev/tattle/runtime/cluster/http/openapi.json");
  private static final Path VERIFIER = Path.of("/usr/bin/systemd-analyze");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Pattern METRIC = Pattern.compile("`(tattle_[a-z_]+)");

  @TempDir private Path directory;

  private static Set<String> options() {
    CommandLine serve = Commands.of(new CounterServeCommand());
    return serve.getCommandSpec().optionsMap().keySet();
  }

  private static List<String> found(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.add(matcher.group(matcher.groupCount()));
    }
    return found;
  }

  @Test
  void optionsOfThePageAndItsExamplesExist() throws IOException {
    for (Path page : List.of(DOCS.resolve("OPERATIONS.md"), UNIT, MANIFESTS)) {
      List<String> named = found(OPTION, Files.readString(page));
      named.removeAll(List.of("--from-file"));
      assertThat(named).as("%s", page).isNotEmpty().allMatch(options()::contains);
    }
  }

  /** The sources name each metric in full, where it is made. */
  @Test
  void metricsOfThePageExist() throws IOException {
    Set<String> made = new TreeSet<>();
    try (var files = Files.walk(Path.of("src/main/java/dev/tattle/runtime"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        made.addAll(found(Pattern.compile("\"(tattle_[a-z_]+)"), Files.readString(file)));
      }
    }
    List<String> named = found(METRIC, Files.readString(DOCS.resolve("OPERATIONS.md")));
    assertThat(named)
        .hasSizeGreaterThan(12)
        .allMatch(name -> made.contains(name) || name.startsWith("tattle_node_"));
  }

  @Test
  void theManifestsFitTogether() throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    List<Json> manifests = new ArrayList<>();
    for (Object manifest : yaml.loadAll(Files.readString(MANIFESTS))) {
      manifests.add(json(manifest));
    }
    assertThat(manifests)
        .extracting(manifest -> text(manifest, "kind"))
        .containsExactly("Service", "Service", "PodDisruptionBudget", "StatefulSet");
    Json set = manifests.get(3);
    assertThat(text(set, "spec", "serviceName"))
        .isEqualTo(text(manifests.get(0), "metadata", "name"));
    Json pod = at(set, "spec", "template", "spec");
    Json container = ((Json.Arr) at(pod, "containers")).items().get(0);
    Set<String> volumes = new TreeSet<>(names(at(pod, "volumes")));
    for (Json claim : ((Json.Arr) at(set, "spec", "volumeClaimTemplates")).items()) {
      volumes.add(text(claim, "metadata", "name"));
    }
    assertThat(volumes).containsAll(names(at(container, "volumeMounts")));
    List<String> ports = names(at(container, "ports"));
    String paths = Files.readString(OPEN_API);
    for (String probe : List.of("readinessProbe", "livenessProbe")) {
      assertThat(ports).contains(text(container, probe, "httpGet", "port"));
      assertThat(paths).contains('"' + text(container, probe, "httpGet", "path") + '"');
    }
    for (Json label :
        List.of(
            at(set, "spec", "selector", "matchLabels"), at(manifests.get(1), "spec", "selector"))) {
      assertThat(label).isEqualTo(at(set, "spec", "template", "metadata", "labels"));
    }
  }

  private static Json json(Object value) {
    if (value instanceof Map<?, ?> map) {
      List<Object> pairs = new ArrayList<>();
      map.forEach(
          (name, field) -> {
            pairs.add(String.valueOf(name));
            pairs.add(json(field));
          });
      return Json.object(pairs.toArray());
    }
    if (value instanceof List<?> list) {
      return Json.array(list.stream().map(OperationsTest::json).toList());
    }
    return value instanceof Integer number ? Json.of(number) : Json.of(String.valueOf(value));
  }

  private static Json at(Json json, String... path) {
    Json found = json;
    for (String name : path) {
      assertThat(found).as("%s of %s", name, JsonCodec.format(found)).isInstanceOf(Json.Obj.class);
      found = ((Json.Obj) found).fields().getOrDefault(name, Json.NULL);
    }
    return found;
  }

  private static String text(Json json, String... path) {
    return ((Json.Text) at(json, path)).value();
  }

  private static List<String> names(Json items) {
    return ((Json.Arr) items).items().stream().map(item -> text(item, "name")).toList();
  }

  @Test
  void systemdUnderstandsTheUnit() throws Exception {
    assumeThat(VERIFIER).as("systemd").exists();
    Path launcher = Path.of("maelstrom/counter").toAbsolutePath();
    String here =
        Files.readString(UNIT).replace("/opt/tattle/maelstrom/counter", launcher.toString());
    Path unit = Files.writeString(directory.resolve("tattle-counter.service"), here);
    Process process =
        new ProcessBuilder(VERIFIER.toString(), "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(said.lines().filter(line -> line.contains("tattle-counter"))).as(said).isEmpty();
  }
}
