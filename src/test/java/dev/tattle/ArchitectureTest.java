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
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Checks the rules of the project that the compiler cannot check. */
@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {
  static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tattle");

  private static final String[] CORES = {
    "dev.tattle.core..",
    "dev.tattle.crdt..",
    "dev.tattle.gossip..",
    "dev.tattle.counters..",
    "dev.tattle.raft..",
    "dev.tattle.membership..",
    "dev.tattle.nodes.."
  };

  /** What a seed must replay. Real processes and the store's server use real time. */
  static final String[] REPLAYED = {
    "dev.tattle.core..",
    "dev.tattle.crdt..",
    "dev.tattle.gossip..",
    "dev.tattle.counters..",
    "dev.tattle.raft..",
    "dev.tattle.membership..",
    "dev.tattle.nodes..",
    "dev.tattle.sim..",
    "dev.tattle.bench",
    "dev.tattle.bench.check..",
    "dev.tattle.bench.history..",
    "dev.tattle.bench.load..",
    "dev.tattle.bench.nemesis..",
    "dev.tattle.bench.net..",
    "dev.tattle.bench.plan..",
    "dev.tattle.bench.services..",
    "dev.tattle.bench.shrink..",
    "dev.tattle.bench.verdict..",
    "dev.tattle.bench.workload.."
  };

  private static void check(ArchRule rule, String reason) {
    rule.because(reason).check(CLASSES);
  }

  /**
   * Checks that the classes of a room use only Tattle's classes of this room and of the named
   * rooms.
   */
  private static void knowsOnly(String room, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = packages(room);
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = packages(others[i]);
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

  /** The bench's top is a room of its own; another room is a package and all below it. */
  private static String packages(String room) {
    boolean isExact = room.equals("bench") || room.endsWith("..");
    return "dev.tattle." + room + (isExact ? "" : "..");
  }

  @Test
  void layersPointDown() {
    knowsOnly("core");
    knowsOnly("crdt", "core");
    knowsOnly("gossip", "crdt", "core");
    knowsOnly("counters", "gossip", "crdt", "core");
    knowsOnly("raft", "core");
    knowsOnly("membership", "core");
    knowsOnly("nodes", "counters", "gossip", "raft", "crdt", "core");
    knowsOnly("wire", "core");
    knowsOnly("sim", "core");
    // The network itself runs membership, besides any node.
    knowsOnly("runtime", "membership", "wire", "core");
    knowsOnly("perf", "bench", "bench..", "sim", "wire", "core");
    knowsOnly(
        "cli", "perf", "runtime", "membership", "bench", "bench..", "nodes", "sim", "wire", "core");
  }

  /** The rules above also imply that no room knows the front door. */
  @Test
  void frontDoorKnowsTheRoomsBehindIt() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tattle")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tattle.cli..", "dev.tattle.perf..", "dev.tattle.nodes.."),
        "it runs whatever node it is handed");
  }

  @Test
  void roomsOfTheBenchPointDown() {
    knowsOnly("bench.history", "wire", "core");
    knowsOnly("bench.services", "sim", "core");
    knowsOnly("bench.check", "bench.history", "wire", "core");
    knowsOnly("bench.nemesis", "bench.history", "bench.services", "sim", "core");
    knowsOnly("bench.net", "bench.nemesis", "bench.services", "sim", "wire", "core");
    knowsOnly("bench.workload", "bench.check", "bench.nemesis", "bench.history", "wire", "core");
    knowsOnly(
        "bench.plan",
        "bench.workload",
        "bench.nemesis",
        "bench.history",
        "bench.services",
        "sim",
        "core");
    knowsOnly("bench.load", "bench.plan", "bench.workload", "bench.history", "sim", "wire", "core");
    knowsOnly(
        "bench.verdict",
        "bench.check",
        "bench.plan",
        "bench.nemesis",
        "bench.history",
        "wire",
        "core");
    knowsOnly("bench.store", "bench.net", "bench.history", "wire", "core");
    knowsOnly(
        "bench",
        "bench.load",
        "bench.check",
        "bench.plan",
        "bench.net",
        "bench.nemesis",
        "bench.workload",
        "bench.services",
        "bench.history",
        "sim",
        "wire",
        "core");
    knowsOnly(
        "bench.process",
        "bench",
        "bench.store",
        "bench.plan",
        "bench.nemesis",
        "bench.history",
        "sim",
        "wire",
        "core");
    knowsOnly(
        "bench.service",
        "bench",
        "bench.process",
        "bench.store",
        "bench.plan",
        "bench.nemesis",
        "bench.history",
        "sim",
        "wire",
        "core");
    knowsOnly(
        "bench.torture",
        "bench.process",
        "bench.store",
        "bench.check",
        "bench.plan",
        "wire",
        "core");
    knowsOnly(
        "bench.shrink",
        "bench",
        "bench.check",
        "bench.plan",
        "bench.nemesis",
        "bench.workload",
        "bench.history",
        "sim",
        "wire",
        "core");
    knowsOnly(
        "bench.report",
        "bench.verdict",
        "bench.check",
        "bench.plan",
        "bench.net",
        "bench.history",
        "sim",
        "wire",
        "core");
  }

  @Test
  void roomsHaveNoCircles() {
    check(
        slices().matching("dev.tattle.(*)..").should().beFreeOfCycles(),
        "a circle of rooms is one room");
    check(
        slices().matching("dev.tattle.bench.(*)..").should().beFreeOfCycles(),
        "a circle of rooms is one room");
    check(
        slices().matching("dev.tattle.runtime.cluster.(*)..").should().beFreeOfCycles(),
        "a circle of rooms is one room");
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

  /** The bench may be given streams and a generator from the run's seed; the cores need neither. */
  @Test
  void whatASeedReplaysIsDeterministic() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(REPLAYED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.nio.file..",
                "java.nio.channels..",
                "java.net..",
                "java.util.concurrent.atomic..",
                "java.util.concurrent.locks..",
                "java.util.logging..",
                "java.security..",
                "javax..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.lang\\.(Thread|ThreadLocal|Process|ProcessBuilder|Runtime)"
                    + "|java\\.io\\.(File|RandomAccessFile|File\\w+Stream|File(Reader|Writer))"
                    + "|java\\.time\\.(Clock|Instant|LocalDate|LocalDateTime|ZonedDateTime)"
                    + "|java\\.util\\.(Random|UUID|Timer|Date|Calendar)"
                    + "|java\\.util\\.concurrent\\.(?!TimeUnit).*")
            .orShould()
            .callConstructor(SplittableRandom.class),
        "a seed must replay a run: no clock, thread, file, socket or randomness of its own");
  }

  @Test
  void whatASeedReplaysReachesNoSystem() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(REPLAYED)
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
  void whatASeedReplaysKeepsOrderedCollections() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(REPLAYED)
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
            .resideInAnyPackage("com.fasterxml..", "us.bpsm.."),
        "one room reads and writes JSON, and the others speak core.Json");
  }

  @Test
  void onlyTheClusterKnowsTheNetworkLibrary() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.tattle.runtime.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.netty..", "com.google.protobuf.."),
        "nodes on stdin must not load it, and it may be replaced");
  }

  @Test
  void roomsOfTheClusterPointDown() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tattle.runtime.cluster.node..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.tattle.runtime.cluster.peer..", "dev.tattle.runtime.cluster.http.."),
        "layers point down: http → peer → node");
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tattle.runtime.cluster.peer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tattle.runtime.cluster.http.."),
        "layers point down: http → peer → node");
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.tattle.runtime.cluster.http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tattle.runtime.cluster.grpc.."),
        "layers point down: grpc → http");
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
            .resideOutsideOfPackages(
                "dev.tattle.runtime..", "dev.tattle.bench.process..", "dev.tattle.bench.service..")
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
  void onlyFrontDoorsAndTheLogNameTheStandardStreams() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.tattle", "dev.tattle.cli..", "dev.tattle.runtime")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in"),
        "stdout is the wire, and a stray print breaks it");
  }
}
