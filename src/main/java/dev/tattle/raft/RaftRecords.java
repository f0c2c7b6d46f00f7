package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that a node of a group keeps on disk: the persistent state of the paper's figure 2.
 *
 * <pre>
 * {"of": kind}                                     the first record
 * {"term": t, "vote": node or null}                replaces the earlier one
 * {"at": index, "entries": [entry, …]}             replaces all entries from that index on
 * {"snapshot": [position, members], "parts": n}    replaces the log; the parts follow
 * {"part": content}
 * </pre>
 */
final class RaftRecords {
  private static final String OF = "of";
  private static final int ENTRIES_A_RECORD = 1_000;

  private final Environment environment;
  private final Json kind;
  private boolean isNew = true;
  private long term;
  private @Nullable NodeId vote;

  RaftRecords(Environment environment, Json kind) {
    this.environment = environment;
    this.kind = kind;
  }

  /** The kind of the group's data, which records and messages name. */
  Json kind() {
    return kind;
  }

  /** The term on disk. */
  long term() {
    return term;
  }

  /** The node that got this node's vote in that term; null for none. */
  @Nullable NodeId vote() {
    return vote;
  }

  /**
   * Reads the records into an empty log.
   *
   * @throws RequestException if the disk holds another kind of data
   */
  void restore(RaftLog log) {
    Snapshot snapshot = log.snapshot();
    List<Json> parts = new ArrayList<>();
    long missing = 0;
    for (Json record : environment.kept()) {
      Map<String, Json> fields = fields(record);
      if (isNew) {
        requireKind(fields);
        isNew = false;
      } else if (fields.containsKey("term")) {
        term = RaftJson.natural(field(fields, "term"));
        vote = field(fields, "vote") instanceof Json.Text name ? new NodeId(name.value()) : null;
      } else if (fields.containsKey("snapshot")) {
        List<Json> head = RaftJson.items(field(fields, "snapshot"), 2, "a snapshot's head");
        snapshot =
            new Snapshot(Position.fromJson(head.get(0)), Members.fromJson(head.get(1)), List.of());
        missing = RaftJson.natural(field(fields, "parts"));
      } else if (fields.containsKey("part")) {
        parts.add(field(fields, "part"));
        missing--;
        if (missing == 0) {
          log.reset(new Snapshot(snapshot.last(), snapshot.members(), parts));
        }
      } else {
        restoreEntries(fields, log);
      }
    }
  }

  private static void restoreEntries(Map<String, Json> fields, RaftLog log) {
    long at = RaftJson.natural(field(fields, "at"));
    if (at <= log.lastIndex()) {
      log.truncate(at);
    }
    for (Json entry : RaftJson.items(field(fields, "entries"), "an array of entries")) {
      log.append(Entry.fromJson(entry));
    }
  }

  /** Keeps the first record, if there is none yet. */
  void onStart(Outbox out) {
    if (isNew && environment.isDurable()) {
      out.append(header());
      isNew = false;
    }
  }

  /** Keeps the term and the vote, before anybody hears of them. */
  void keepTerm(long newTerm, @Nullable NodeId newVote, Outbox out) {
    out.append(termRecord(newTerm, newVote));
  }

  /** Keeps entries, before they are in the log. They replace those from this index on. */
  void keepEntries(long at, List<Entry> entries, Outbox out) {
    if (environment.isDurable()) {
      out.append(entriesRecord(at, entries));
    }
  }

  /** Replaces all records with a snapshot and the entries after it. */
  void keepSnapshot(
      Snapshot snapshot, List<Entry> after, long ofTerm, @Nullable NodeId ofVote, Outbox out) {
    List<Json> records = new ArrayList<>();
    records.add(header());
    records.add(
        Json.object(
            "snapshot",
            Json.array(snapshot.last().toJson(), snapshot.members().toJson()),
            "parts",
            Json.of(snapshot.parts().size())));
    for (Json part : snapshot.parts()) {
      records.add(Json.object("part", part));
    }
    records.add(termRecord(ofTerm, ofVote));
    for (int i = 0; i < after.size(); i += ENTRIES_A_RECORD) {
      List<Entry> some = after.subList(i, Math.min(after.size(), i + ENTRIES_A_RECORD));
      records.add(entriesRecord(snapshot.last().index() + 1 + i, some));
    }
    out.checkpoint(records);
  }

  private Json header() {
    return Json.object(OF, kind);
  }

  private static Json termRecord(long term, @Nullable NodeId vote) {
    return Json.object("term", Json.of(term), "vote", vote == null ? Json.NULL : Json.of(vote));
  }

  private static Json entriesRecord(long at, List<Entry> entries) {
    List<Json> items = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      items.add(entry.toJson());
    }
    return Json.object("at", Json.of(at), "entries", Json.array(items));
  }

  private void requireKind(Map<String, Json> first) {
    Json of = first.get(OF);
    if (!kind.equals(of)) {
      throw new RequestException(
          RpcError.NOT_SUPPORTED,
          "the data folder of %s holds %s, not %s: choose another folder or another workload"
              .formatted(environment.self(), name(of), name(kind)));
    }
  }

  private static String name(@Nullable Json kind) {
    return kind instanceof Json.Text text ? text.value() : "something else";
  }

  private static Map<String, Json> fields(Json record) {
    if (record instanceof Json.Obj object) {
      return object.fields();
    }
    throw RaftJson.unexpected("a record", record);
  }

  private static Json field(Map<String, Json> fields, String name) {
    Json value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expected a record with '" + name + "', but it has none");
    }
    return value;
  }
}
