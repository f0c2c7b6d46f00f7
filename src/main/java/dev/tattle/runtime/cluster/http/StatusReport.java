package dev.tattle.runtime.cluster.http;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import dev.tattle.membership.Member;
import dev.tattle.runtime.cluster.peer.PeerCounts;
import dev.tattle.runtime.cluster.peer.PeerStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Builds one document about the node, its peers and one counter. Numbers under {@code totals} only
 * grow, so a reader can compute rates from two documents.
 *
 * <p>Thread rule: the event loop.
 */
final class StatusReport {
  /** A node's last view of the counter, and its time. */
  private record Seen(Map<String, Json> view, long atNanos) {}

  private final NodeFacts facts;
  private final String counter;
  private final long startedNanos;
  private final Map<String, Seen> seen = new TreeMap<>();

  /** The time since which each node that did not answer the last question has been missing. */
  private final Map<String, Long> missing = new TreeMap<>();

  /** Prepares reports about a counter. */
  StatusReport(NodeFacts facts, String counter, long startedNanos) {
    this.facts = facts;
    this.counter = counter;
    this.startedNanos = startedNanos;
  }

  /**
   * Builds the document.
   *
   * @param status the node's answer about its status, or its error
   * @param views the node's answer with all nodes' views of the counter, or its error
   * @param strong the answer of the strong counters' engine about itself, or its error
   */
  Json document(Body status, Body views, Body strong, long nowNanos) {
    List<PeerStatus> peers = facts.peers().peers();
    note(views, nowNanos);
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("node", Json.of(facts.node().self()));
    fields.put("cluster", Json.of(facts.peers().own().cluster()));
    fields.put("uptime_millis", millis(nowNanos - startedNanos));
    fields.put("problem", Json.of(problem(status, views)));
    fields.put("size", Json.of(facts.peers().size()));
    fields.put("slowness", Json.of(facts.peers().members().slowness()));
    fields.put("self", self());
    fields.put("peers", Json.array(peers.stream().map(PeerStatus::toJson).toList()));
    fields.put("counter", Json.object("name", Json.of(counter), "views", views(peers, nowNanos)));
    fields.put("counters", status.fields().getOrDefault("counters", Json.NULL));
    fields.put("strong", strong(strong));
    fields.put("totals", totals(status));
    fields.put("dropped", dropped(facts.counts()));
    fields.put("refused_connections", Json.of(facts.counts().hostile().sum()));
    fields.put("disk", facts.disk().toJson());
    return new Json.Obj(fields);
  }

  /**
   * Says why something is missing, or why the node should get no requests; empty if all is well.
   */
  private String problem(Body status, Body views) {
    String problem = facts.readiness().problem();
    for (Body answer : List.of(status, views)) {
      if (problem.isEmpty() && answer.type().equals("error")) {
        problem = reason(answer);
      }
    }
    return problem;
  }

  private static String reason(Body error) {
    return error.has("text") ? error.text("text") : "the node gave no reason";
  }

  /**
   * The group of strong counters as this node knows it; nothing if there are no strong counters.
   */
  private static Json strong(Body answer) {
    if (!answer.type().equals("error")) {
      return answer.fields().getOrDefault("group", Json.NULL);
    }
    boolean areNone = Json.of(RpcError.NOT_SUPPORTED.code()).equals(answer.fields().get("code"));
    return areNone ? Json.NULL : Json.object("problem", Json.of(reason(answer)));
  }

  private Json self() {
    Member self = facts.peers().members().self();
    return Json.object(
        "id",
        Json.of(facts.node().self()),
        "address",
        Json.of(facts.peers().own().address().toString()),
        "state",
        self == null ? Json.NULL : Json.of(self.state().word()),
        "incarnation",
        self == null ? Json.NULL : Json.of(self.incarnation()));
  }

  private void note(Body views, long nowNanos) {
    if (views.type().equals("views_ok")) {
      views
          .object("views")
          .forEach(
              (id, view) -> {
                if (view instanceof Json.Obj object) {
                  seen.put(id, new Seen(object.fields(), nowNanos));
                }
              });
    }
  }

  /** For each node that should answer, its view, or the view in its last answer. */
  private Json views(List<PeerStatus> peers, long nowNanos) {
    Set<String> ids = new TreeSet<>();
    ids.add(facts.node().self().name());
    for (PeerStatus peer : peers) {
      if (peer.id() != null && !peer.hasLeft()) {
        ids.add(peer.id());
      }
    }
    seen.keySet().retainAll(ids);
    missing.keySet().retainAll(ids);
    List<Json> views = new ArrayList<>();
    ids.forEach(id -> views.add(view(id, nowNanos)));
    return Json.array(views);
  }

  private Json view(String id, long nowNanos) {
    Seen last = seen.get(id);
    if (last != null && last.atNanos == nowNanos) {
      missing.remove(id);
    } else {
      missing.putIfAbsent(id, nowNanos);
    }
    Long since = missing.get(id);
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("id", Json.of(id));
    fields.put("age_millis", last == null ? Json.NULL : millis(nowNanos - last.atNanos));
    fields.put("unanswered_millis", since == null ? Json.NULL : millis(nowNanos - since));
    for (String field : List.of("value", "exists", "behind", "relay", "away")) {
      fields.put(field, last == null ? Json.NULL : last.view.getOrDefault(field, Json.NULL));
    }
    return new Json.Obj(fields);
  }

  private Json totals(Body status) {
    PeerCounts counts = facts.counts();
    Map<String, Json> totals = new LinkedHashMap<>();
    totals.put("changes", asked("add", "add_all", "delete"));
    totals.put("reads", asked("read", "list"));
    totals.put("sent", Json.of(counts.sent().sum()));
    totals.put("sent_bytes", Json.of(counts.sentBytes().sum()));
    totals.put("received", Json.of(counts.received().sum()));
    totals.put("received_bytes", Json.of(counts.receivedBytes().sum()));
    for (String name :
        List.of("compared_sent", "compared_received", "pulls_sent", "pulls_received")) {
      totals.put(name, status.fields().getOrDefault(name, Json.NULL));
    }
    return new Json.Obj(totals);
  }

  private Json asked(String... types) {
    long asked = 0;
    for (String type : types) {
      asked += facts.node().asked(type);
    }
    return Json.of(asked);
  }

  private static Json dropped(PeerCounts counts) {
    return Json.object(
        "queue_full", Json.of(counts.shed().sum()),
        "not_connected", Json.of(counts.unreachable().sum()),
        "cut", Json.of(counts.cut().sum()),
        "too_long", Json.of(counts.tooLong().sum()),
        "inbox_full", Json.of(counts.inboxFull().sum()));
  }

  private static Json millis(long nanos) {
    return Json.of(TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
