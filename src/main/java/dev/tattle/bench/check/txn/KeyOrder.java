package dev.tattle.bench.check.txn;

import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sources for the order of a register's versions, beyond the rule that the initial one comes first.
 * Each is an assumption that some models imply.
 *
 * <p>Source: {@code elle.rw-register/version-graphs}.
 */
enum KeyOrder {
  /** A version that a transaction wrote comes after the one that it had read. */
  WRITES_FOLLOW_READS("wfr-keys") {
    @Override
    void addTo(RegisterKey key) {
      for (RegisterKey.Use use : key.uses()) {
        if (use.reads() && use.writes() && !use.first().equals(Json.NULL)) {
          key.propose(use.first(), use.last());
        }
      }
    }
  },
  /** A version that a process saw later comes later. */
  SEQUENTIAL("sequential-keys") {
    @Override
    void addTo(RegisterKey key) {
      Map<Long, RegisterKey.Use> latest = new LinkedHashMap<>();
      for (RegisterKey.Use use : key.uses()) {
        if (use.txn().isOk()) {
          RegisterKey.Use before = latest.put(use.txn().process(), use);
          if (before != null) {
            propose(key, before, use);
          }
        }
      }
    }
  },
  /** A version seen after the end of another transaction comes after the version seen there. */
  LINEARIZABLE("linearizable-keys") {
    @Override
    void addTo(RegisterKey key) {
      Map<ObservedTxn, RegisterKey.Use> uses = new LinkedHashMap<>();
      key.uses().forEach(use -> uses.put(use.txn(), use));
      TimeOrder.forEachInRealtime(
          List.copyOf(uses.keySet()),
          (from, to) -> {
            RegisterKey.Use before = Objects.requireNonNull(uses.get(from));
            propose(key, before, Objects.requireNonNull(uses.get(to)));
          });
    }
  };

  private final String jsonName;

  KeyOrder(String jsonName) {
    this.jsonName = jsonName;
  }

  /** The order in time that these models imply for each register; null if they imply none. */
  static @Nullable KeyOrder impliedBy(Set<String> models) {
    if (ConsistencyModels.imply(models, "strong-snapshot-isolation")) {
      return LINEARIZABLE;
    }
    return ConsistencyModels.imply(models, "strong-session-snapshot-isolation") ? SEQUENTIAL : null;
  }

  /** The adjective for people: {@code "linearizable"}. */
  String adjective() {
    return jsonName.replace("-keys", "");
  }

  /** Elle's name. */
  String jsonName() {
    return jsonName;
  }

  private static void propose(RegisterKey key, RegisterKey.Use before, RegisterKey.Use after) {
    if (!before.last().equals(after.firstKnown())) {
      key.propose(before.last(), after.firstKnown());
    }
  }

  /** Proposes the order that follows for one register. */
  abstract void addTo(RegisterKey key);
}
