package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one replica says of replicas that are gone, and whose counts are to move to another. It is
 * replicated with the replica's counters. {@link Retirement} says how it is used.
 *
 * @param number of the change that wrote it; 0 for none
 * @param round how often the replica has proposed or committed something
 * @param retiring those whose counts the replica would take over: each with the number of its last
 *     change
 * @param folding those whose counts the replica has taken over, since the change of this number;
 *     some nodes may still have them under their own name
 * @param gone the same, once nobody has; the latest {@value #REMEMBERED} of them
 * @param left nodes that were declared to be gone for good, while there are replicas of them
 * @param acks to which round this replica has no objection, of others
 */
record Ledger(
    long number,
    long round,
    VersionVector retiring,
    List<Folded> folding,
    List<Folded> gone,
    List<String> left,
    VersionVector acks) {
  /** So many are remembered, lest a message that was long on its way brings one back. */
  static final int REMEMBERED = 64;

  static final Ledger EMPTY =
      new Ledger(0, 0, VersionVector.EMPTY, List.of(), List.of(), List.of(), VersionVector.EMPTY);

  private static final int FIELDS = 7;

  /**
   * A replica whose counts another one has taken over.
   *
   * @param since the number of the change with which it did: what that one has changed since then
   *     includes them
   */
  record Folded(ReplicaId replica, long since) {}

  Ledger {
    folding = List.copyOf(folding);
    int excess = Math.max(0, gone.size() - REMEMBERED);
    gone = List.copyOf(gone.subList(excess, gone.size()));
    left = List.copyOf(left);
  }

  /** The replica has taken over counts, and not everybody has been seen to know. */
  boolean isOpen() {
    return !retiring.isEmpty() || !folding.isEmpty();
  }

  Ledger proposing(VersionVector replicas) {
    return new Ledger(number, round + 1, replicas, folding, gone, left, acks);
  }

  Ledger committing(List<Folded> folded, List<Folded> forgotten) {
    return new Ledger(number, round + 1, VersionVector.EMPTY, folded, forgotten, left, acks);
  }

  /** Nobody has those any more whose counts were taken over. */
  Ledger closing() {
    List<Folded> all = new ArrayList<>(gone);
    all.addAll(folding);
    return new Ledger(number, round, retiring, List.of(), all, left, acks);
  }

  Ledger saying(List<String> whoLeft, VersionVector rounds) {
    return new Ledger(number, round, retiring, folding, gone, whoLeft, rounds);
  }

  Ledger numbered(long aNumber) {
    return new Ledger(aNumber, round, retiring, folding, gone, left, acks);
  }

  /**
   * {@code
   * {"ledger":[number,round,{retiring},[[folding,since],…],[[gone,since],…],[left,…],{acks}]}}.
   */
  Json toJson() {
    List<Json> names = new ArrayList<>();
    left.forEach(name -> names.add(Json.of(name)));
    return Json.object(
        "ledger",
        Json.array(
            Json.of(number),
            Json.of(round),
            retiring.toJson(),
            toJson(folding),
            toJson(gone),
            Json.array(names),
            acks.toJson()));
  }

  private static Json toJson(List<Folded> list) {
    List<Json> items = new ArrayList<>();
    for (Folded folded : list) {
      items.add(Json.array(Json.of(folded.replica.name()), Json.of(folded.since)));
    }
    return Json.array(items);
  }

  /** Reads {@link #toJson}; throws IllegalArgumentException at anything else. */
  static Ledger fromJson(Map<String, Json> fields) {
    if (fields.get("ledger") instanceof Json.Arr ledger
        && ledger.items().size() == FIELDS
        && ledger.items().get(0) instanceof Json.Int number
        && ledger.items().get(1) instanceof Json.Int round
        && number.value() > 0) {
      List<Json> items = ledger.items();
      return new Ledger(
          number.value(),
          round.value(),
          VersionVector.fromJson(items.get(2)),
          list(items.get(3)),
          list(items.get(4)),
          names(items.get(5)),
          VersionVector.fromJson(items.get(6)));
    }
    throw new IllegalArgumentException("expected a ledger");
  }

  private static List<String> names(Json json) {
    List<String> names = new ArrayList<>();
    for (Json item : json instanceof Json.Arr array ? array.items() : List.of(json)) {
      if (!(item instanceof Json.Text name)) {
        throw new IllegalArgumentException("expected names of nodes");
      }
      names.add(name.value());
    }
    return names;
  }

  private static List<Folded> list(Json json) {
    List<Folded> list = new ArrayList<>();
    if (json instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Arr pair
            && pair.items().size() == 2
            && pair.items().get(0) instanceof Json.Text replica
            && pair.items().get(1) instanceof Json.Int since) {
          list.add(new Folded(new ReplicaId(replica.value()), since.value()));
        } else {
          throw new IllegalArgumentException("expected [replica,number]");
        }
      }
      return list;
    }
    throw new IllegalArgumentException("expected a list of replicas");
  }
}
