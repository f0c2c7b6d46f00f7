package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.HashOrder;
import dev.tattle.core.Json;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Sorts values as the collections below Elle iterate: in the order of a hash trie, in which entries
 * that share no bits with others come before nodes. This order decides which of several cycles Elle
 * finds first and which of several states of a list it believes. The names of the anomalies follow
 * from that.
 *
 * <p>Source: {@code io.lacuna.bifurcan.nodes.MapNodes}, {@code jepsen.history/index-hash}.
 */
final class TrieOrder {
  private static final int BITS_A_LEVEL = 5;
  private static final int BRANCHES = 1 << BITS_A_LEVEL;

  private final int[] hashes;

  private TrieOrder(int[] codes) {
    hashes = new int[codes.length];
    for (int i = 0; i < codes.length; i++) {
      hashes[i] = spread(codes[i]);
    }
  }

  /** The order of operations. It sorts places in this list of indexes in the history. */
  static TrieOrder ofIndexes(long[] indexes) {
    return new TrieOrder(LongStream.of(indexes).mapToInt(HashOrder::hash).toArray());
  }

  /** Sorts distinct arrays. */
  static List<Json.Arr> sorted(List<Json.Arr> arrays) {
    int[] places = IntStream.range(0, arrays.size()).toArray();
    TrieOrder order = new TrieOrder(arrays.stream().mapToInt(TrieOrder::code).toArray());
    return IntStream.of(order.sort(places)).mapToObj(arrays::get).toList();
  }

  /** A value's hash code in Java, except for null, whose hash differs from run to run. */
  private static int code(Json value) {
    if (!(value instanceof Json.Arr array)) {
      return value == Json.NULL ? 0 : value.hashCode();
    }
    int code = 1;
    for (Json item : array.items()) {
      code = 31 * code + code(item);
    }
    return code;
  }

  private static int spread(int code) {
    int hash = (int) ((long) code >> Integer.SIZE) ^ code;
    hash ^= hash >>> 20 ^ hash >>> 12;
    return hash ^ hash >>> 7 ^ hash >>> 4;
  }

  /** Sorts distinct places. */
  int[] sort(int[] vertices) {
    int[] sorted = new int[vertices.length];
    put(vertices, 0, sorted, 0);
    return sorted;
  }

  private int put(int[] vertices, int shift, int[] sorted, int from) {
    if (shift >= Integer.SIZE) {
      System.arraycopy(vertices, 0, sorted, from, vertices.length);
      return from + vertices.length;
    }
    int[][] branches = branches(vertices, shift);
    int next = from;
    for (int[] branch : branches) {
      if (branch.length == 1) {
        sorted[next++] = branch[0];
      }
    }
    for (int[] branch : branches) {
      if (branch.length > 1) {
        next = put(branch, shift + BITS_A_LEVEL, sorted, next);
      }
    }
    return next;
  }

  private int[][] branches(int[] vertices, int shift) {
    int[] sizes = new int[BRANCHES];
    for (int vertex : vertices) {
      sizes[branch(vertex, shift)]++;
    }
    int[][] branches = new int[BRANCHES][];
    for (int i = 0; i < BRANCHES; i++) {
      branches[i] = new int[sizes[i]];
    }
    for (int vertex : vertices) {
      int branch = branch(vertex, shift);
      branches[branch][branches[branch].length - sizes[branch]--] = vertex;
    }
    return branches;
  }

  private int branch(int vertex, int shift) {
    return hashes[vertex] >>> shift & BRANCHES - 1;
  }
}
