package dev.tattle;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The rules of the house that the compiler cannot keep. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tattle");

  private static final String[] CORES = {
    "dev.tattle.core..", "dev.tattle.crdt..", "dev.tattle.gossip..", "dev.tattle.nodes.."
  };

  private static void check(ArchRule rule, String reason) {
    rule.because(reason).allowEmptyShould(true).check(CLASSES);
  }

  /** Classes of the room use none of ours but those of the rooms named, and of their own. */
  private static void knowsOnly(String room, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "dev.tattle." + room + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "dev.tattle." + others[i] + "..";
    }
    check(
        noClasses()
            .that()
            .resideInAPackage(allowed[0])
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("dev.tattle..").and(not(resideInAnyPackage(allowed)))),
        "layers point down: " + room + " → " + List.of(others));
  }

  @Test
  void layersPointDown() {
    knowsOnly("core");
    knowsOnly("crdt", "core");
    knowsOnly("gossip", "crdt", "core");
    knowsOnly("raft", "core");
    knowsOnly("nodes", "gossip", "crdt", "raft", "core");
    knowsOnly("wire", "core");
    knowsOnly("sim", "core");
    knowsOnly("bench", "sim", "wire", "core");
    knowsOnly("runtime", "wire", "core");
    knowsOnly("cli", "runtime", "bench", "nodes", "sim", "wire", "core");
  }

  @Test
  void roomsHaveNoCircles() {
    check(
        slices().matching("dev.tattle.(*)..").should().beFreeOfCycles(),
        "a circle of rooms is one room");
  }

  @Test
  void runtimesNeverNameEachOther() {
    check(
        slices().matching("dev.tattle.runtime.(*)..").should().notDependOnEachOther(),
        "each runtime can be read, changed and removed alone");
  }

  @Test
  void coresAreDeterministic() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.io..",
                "java.nio..",
                "java.net..",
                "java.time.chrono..",
                "java.util.concurrent..",
                "java.util.logging..",
                "java.lang.System$Logger..",
                "java.security..",
                "javax..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.lang\\.(Thread|ThreadLocal|Process|ProcessBuilder|Runtime)"
                    + "|java\\.time\\.(Clock|Instant|LocalDate|LocalDateTime|ZonedDateTime)"
                    + "|java\\.util\\.(Random|SplittableRandom|UUID|Timer|Date|Calendar)"),
        "a seed must replay a run: no clock, thread, randomness of its own, file or socket");
  }

  @Test
  void coresReachNoSystem() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Math.class, "random"),
        "a seed must replay a run: no clock, environment, address or randomness of its own");
  }

  @Test
  void coresKeepOrderedCollections() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .callConstructorWhere(
                com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                        com.tngtech.archunit.base.DescribedPredicate.describe(
                            "HashMap or HashSet",
                            owner ->
                                owner.isEquivalentTo(HashMap.class)
                                    || owner.isEquivalentTo(HashSet.class)))))
            .orShould()
            .callMethod(java.util.stream.Collectors.class, "toSet"),
        "iteration order is behaviour: LinkedHashMap, TreeMap or List");
  }

  @Test
  void onlyWireKnowsJsonText() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tattle.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.."),
        "one room reads and writes JSON, and the others speak core.Json");
  }

  @Test
  void onlyRaftKnowsTheRaftLibrary() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tattle.raft..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.microraft.."),
        "the library stands behind core's ports, and can be replaced");
  }

  @Test
  void onlyTheClusterRuntimeKnowsTheNetworkLibrary() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tattle.runtime.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "io.grpc.."),
        "the network is one runtime's business");
  }

  @Test
  void onlyTheCommandLineExits() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tattle.cli..")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class),
        "whoever ends the process must know that nothing else runs in it");
  }

  @Test
  void onlyRuntimesAndBenchProcessesStartThreads() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.tattle.runtime..", "dev.tattle.bench.process..")
            .should()
            .callMethod(Thread.class, "start")
            .orShould()
            .dependOnClassesThat(assignableTo(Executor.class))
            .orShould()
            .dependOnClassesThat(assignableTo(Executors.class))
            .orShould()
            .dependOnClassesThat(assignableTo(java.util.Timer.class)),
        "everything else runs on one thread, and can be simulated");
  }

  @Test
  void onlyTheCommandLineAndTheLogNameTheStandardStreams() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.tattle.cli..", "dev.tattle.runtime")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in"),
        "stdout is the wire, and a stray print breaks it");
  }
}
