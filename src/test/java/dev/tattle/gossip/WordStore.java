package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The simplest store: each replica writes a list of words, a delta is a piece of it, and a word
 * counts as one byte.
 */
final class WordStore implements Store {
  private final ReplicaId self;
  private final SortedMap<ReplicaId, List<String>> lists = new TreeMap<>();

  WordStore(ReplicaId self) {
    this.self = self;
  }

  /** The delta that another word of this node's own is. */
  Delta addition(String word) {
    return new Delta(self, version(self), version(self) + 1, Json.array(Json.of(word)));
  }

  /** All words, each replica's in its order. */
  List<String> words() {
    return lists.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public ReplicaId self() {
    return self;
  }

  @Override
  public VersionVector versions() {
    SortedMap<ReplicaId, Long> versions = new TreeMap<>();
    lists.forEach((replica, words) -> versions.put(replica, (long) words.size()));
    return new VersionVector(versions);
  }

  @Override
  public long version(ReplicaId origin) {
    return list(origin).size();
  }

  private List<String> list(ReplicaId origin) {
    return lists.getOrDefault(origin, Collections.emptyList());
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    int left = maxBytes;
    for (ReplicaId origin : lists.keySet()) {
      List<String> words = list(origin);
      int after = (int) Math.min(known.get(origin), words.size());
      int version = Math.min(words.size(), after + left);
      if (version > after) {
        List<Json> content = words.subList(after, version).stream().map(Json::of).toList();
        deltas.add(new Delta(origin, after, version, Json.array(content)));
        left -= version - after;
      }
    }
    return deltas;
  }

  @Override
  public boolean deltasReplaceEarlier() {
    return false;
  }

  @Override
  public boolean isNews(Delta delta) {
    List<Json> words = words(delta);
    long here = version(delta.origin());
    return delta.after() <= here && delta.after() + words.size() > here;
  }

  private static List<Json> words(Delta delta) {
    if (delta.content() instanceof Json.Arr words
        && words.items().stream().allMatch(Json.Text.class::isInstance)) {
      return words.items();
    }
    throw new IllegalArgumentException("expected words");
  }

  @Override
  public boolean join(Delta delta) {
    if (!isNews(delta)) {
      return false;
    }
    List<String> here = lists.computeIfAbsent(delta.origin(), none -> new ArrayList<>());
    List<Json> words = words(delta);
    for (Json word : words.subList((int) (here.size() - delta.after()), words.size())) {
      here.add(((Json.Text) word).value());
    }
    return true;
  }
}
