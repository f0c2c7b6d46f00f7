package dev.tattle.bench.check.txn;

import dev.tattle.bench.check.txn.CycleKind.Turns;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path that may become a cycle of a kind. It knows its last vertex and what it still lacks. If an
 * edge has several relations, each makes a path of its own if that makes a difference.
 *
 * <p>Source: {@code elle.BFSPath}.
 */
final class CyclePath {
  private static final int RW = Relation.RW.bit();

  private final CycleKind kind;
  private final @Nullable CyclePath previous;
  private final int vertex;
  private final int length;

  /** The required sets that no edge has met yet, as bits by their places. */
  private final int lacking;

  private final int turnsLeft;
  private final Turn turn;

  /**
   * Whether the next edge may be a turn, an {@link Relation#RW} edge that is not legal otherwise.
   */
  private enum Turn {
    FREE,
    TAKEN,
    DONE
  }

  private CyclePath(CyclePath previous, int vertex, int lacking, int turnsLeft, Turn turn) {
    this.kind = previous.kind;
    this.previous = previous;
    this.vertex = vertex;
    this.length = previous.length + 1;
    this.lacking = lacking;
    this.turnsLeft = turnsLeft;
    this.turn = turn;
  }

  private CyclePath(CycleKind kind, int vertex) {
    this.kind = kind;
    this.previous = null;
    this.vertex = vertex;
    this.length = 1;
    this.lacking = (1 << kind.required().size()) - 1;
    this.turnsLeft = kind.least();
    this.turn = kind.turns() == Turns.ANY ? Turn.DONE : Turn.FREE;
  }

  static CyclePath start(CycleKind kind, int vertex) {
    return new CyclePath(kind, vertex);
  }

  int vertex() {
    return vertex;
  }

  /** True if the last vertex was on the path before. */
  boolean isLoop() {
    for (CyclePath path = previous; path != null; path = path.previous) {
      if (path.vertex == vertex) {
        return true;
      }
    }
    return false;
  }

  boolean isValid() {
    return lacking == 0 && turnsLeft == 0 && turn != Turn.TAKEN;
  }

  /** All vertices except the last one. */
  int[] vertices() {
    int[] vertices = new int[length - 1];
    CyclePath path = previous;
    for (int i = vertices.length - 1; path != null; i--, path = path.previous) {
      vertices[i] = path.vertex;
    }
    return vertices;
  }

  /** The vertices from the first visit of the last vertex to the last one. */
  int[] loop() {
    int[] all = vertices();
    int first = 0;
    while (all[first] != vertex) {
      first++;
    }
    return Arrays.copyOfRange(all, first, all.length);
  }

  /** Adds the paths that follow from one more edge. */
  void addSteps(int relations, int target, List<CyclePath> paths) {
    int turns = turnsLeft > 0 || turn == Turn.FREE ? RW : 0;
    int wanted = wanted() & ~turns;
    int rest = kind.legal() & ~turns & ~wanted;
    addEach(relations & turns, target, paths);
    // A cycle may begin anywhere, so the path begins with the edge that is hardest to find.
    if (turnsLeft > 0 && length == 1) {
      return;
    }
    addEach(relations & wanted, target, paths);
    if (lacking != 0 && length == 1) {
      return;
    }
    int legal = relations & rest;
    if (legal != 0) {
      add(Integer.lowestOneBit(legal), target, paths);
    }
  }

  private int wanted() {
    int wanted = 0;
    for (int i = 0; i < kind.required().size(); i++) {
      wanted |= (lacking & 1 << i) != 0 ? kind.required().get(i) : 0;
    }
    return wanted;
  }

  private void addEach(int relations, int target, List<CyclePath> paths) {
    for (int left = relations; left != 0; left &= left - 1) {
      add(Integer.lowestOneBit(left), target, paths);
    }
  }

  private void add(int relation, int target, List<CyclePath> paths) {
    boolean isTurn = relation == RW;
    int fewer = isTurn ? Math.max(0, turnsLeft - 1) : turnsLeft;
    if ((relation & kind.legal()) != 0) {
      Turn free = turn == Turn.TAKEN ? Turn.FREE : turn;
      paths.add(new CyclePath(this, target, lackingAfter(relation), fewer, free));
    } else if (isTurn && turn == Turn.FREE) {
      boolean isOnly = kind.turns() == Turns.ONE;
      Turn taken = isOnly ? Turn.DONE : Turn.TAKEN;
      paths.add(new CyclePath(this, target, lackingAfter(relation), isOnly ? 0 : fewer, taken));
    }
  }

  private int lackingAfter(int relation) {
    for (int i = 0; i < kind.required().size(); i++) {
      if ((lacking & 1 << i) != 0 && (kind.required().get(i) & relation) != 0) {
        return lacking & ~(1 << i);
      }
    }
    return lacking;
  }
}
