package dev.tattle.membership;

import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The newest record of each member, including this node. */
final class MemberTable {
  /** A record, and the time since when this node has it. */
  private record Row(Member member, long sinceNanos) {}

  private final Map<NodeId, Row> rows = new TreeMap<>();
  private @Nullable List<Member> members;
  private long fingerprint;
  private int present;
  private long changes;

  @Nullable Member get(NodeId id) {
    Row row = rows.get(id);
    return row == null ? null : row.member;
  }

  /** Takes a record that is newer than the present one. */
  void put(Member member, long sinceNanos) {
    Member before = get(member.id());
    assert member.isNewerThan(before) : member + " is not newer than " + before;
    remove(member.id());
    rows.put(member.id(), new Row(member, sinceNanos));
    fingerprint += member.fingerprint();
    present += member.state().isPresent() ? 1 : 0;
    members = null;
    changes++;
  }

  boolean hasRoomFor(NodeId id) {
    return rows.size() < MembershipSettings.MOST_MEMBERS || rows.containsKey(id);
  }

  /** A number that grows with each change. */
  long changes() {
    return changes;
  }

  /** A hash of all records: equal if two tables have the same records. */
  long fingerprint() {
    return fingerprint;
  }

  /** How many members are alive or suspect. */
  int present() {
    return present;
  }

  /** All records, in the order of the members' names. */
  List<Member> members() {
    if (members == null) {
      members = rows.values().stream().map(Row::member).toList();
    }
    return members;
  }

  /** How long a member has been in its state, as far as this node knows. */
  Duration age(NodeId id, long nowNanos) {
    Row row = rows.get(id);
    return row == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nowNanos - row.sinceNanos));
  }

  /** Forgets the members that have been dead or left for this long. */
  void forget(Duration forgetAfter, long nowNanos) {
    for (Member member : members()) {
      if (!member.state().isPresent() && age(member.id(), nowNanos).compareTo(forgetAfter) >= 0) {
        remove(member.id());
        members = null;
        changes++;
      }
    }
  }

  private void remove(NodeId id) {
    Row row = rows.remove(id);
    if (row != null) {
      fingerprint -= row.member.fingerprint();
      present -= row.member.state().isPresent() ? 1 : 0;
    }
  }

  /** True if the running sums are right. */
  boolean isSound() {
    long sum = 0;
    int count = 0;
    for (Row row : rows.values()) {
      sum += row.member.fingerprint();
      count += row.member.state().isPresent() ? 1 : 0;
    }
    return sum == fingerprint && count == present;
  }
}
