package dev.tattle.drawing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Places rooms in a picture, in layers, with few crossings and straight arrows (Sugiyama, Tagawa,
 * Toda, "Methods for Visual Understanding of Hierarchical System Structures", 1981). The same rooms
 * always get the same places.
 */
final class RoomLayout {
  static final int BOX_WIDTH = 200;
  static final int BOX_HEIGHT = 82;
  static final int GAP = 14;
  static final int PASSAGE = 16;
  static final int FLOOR_HEIGHT = BOX_HEIGHT + 50;

  private static final int TRIES = 600;
  private static final int SWEEPS = 24;

  /** A room, or the place at which an arrow passes a layer. */
  static final class Cell {
    final String room;
    final int floor;
    final List<Cell> up = new ArrayList<>();
    final List<Cell> down = new ArrayList<>();
    double x;

    Cell(String room, int floor) {
      this.room = room;
      this.floor = floor;
    }

    boolean isRoom() {
      return !room.isEmpty();
    }

    double halfWidth() {
      return isRoom() ? BOX_WIDTH / 2.0 : PASSAGE / 2.0;
    }
  }

  private final Map<String, Cell> rooms = new LinkedHashMap<>();
  private final List<List<Cell>> floors = new ArrayList<>();

  RoomLayout(RoomGraph graph) {
    Map<String, Integer> heights = graph.floors();
    heights.values().stream().sorted().distinct().forEach(unused -> floors.add(new ArrayList<>()));
    heights.forEach((room, floor) -> rooms.put(room, cell(room, floor)));
    graph.uses().forEach((room, used) -> used.forEach(one -> connect(room, one)));
    arrange();
  }

  private Cell cell(String room, int floor) {
    Cell cell = new Cell(room, floor);
    floors.get(floor).add(cell);
    return cell;
  }

  private void connect(String room, String used) {
    Cell above = rooms.get(room);
    Cell target = rooms.get(used);
    for (int floor = above.floor - 1; floor > target.floor; floor--) {
      above = join(above, cell("", floor));
    }
    join(above, target);
  }

  private static Cell join(Cell above, Cell below) {
    above.down.add(below);
    below.up.add(above);
    return below;
  }

  Map<String, Cell> rooms() {
    return rooms;
  }

  int floorCount() {
    return floors.size();
  }

  double left() {
    return rooms.values().stream().mapToDouble(cell -> cell.x).min().orElse(0) - BOX_WIDTH / 2.0;
  }

  double right() {
    return rooms.values().stream().mapToDouble(cell -> cell.x).max().orElse(0) + BOX_WIDTH / 2.0;
  }

  private void arrange() {
    Random random = new Random(1);
    List<List<Cell>> best = List.of();
    double least = Double.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      floors.forEach(floor -> Collections.shuffle(floor, random));
      for (int sweep = 0; sweep < SWEEPS; sweep++) {
        sort(sweep % 2 == 0);
      }
      place();
      double cost = cost();
      if (cost < least) {
        least = cost;
        best = floors.stream().map(List::copyOf).toList();
      }
    }
    for (int i = 0; i < floors.size(); i++) {
      floors.set(i, new ArrayList<>(best.get(i)));
    }
    place();
  }

  /** Orders each floor by the middle of its neighbours on the floor before it. */
  private void sort(boolean isDownwards) {
    for (int i = 1; i < floors.size(); i++) {
      List<Cell> floor = floors.get(isDownwards ? floors.size() - 1 - i : i);
      List<Cell> before = floors.get(isDownwards ? floors.size() - i : i - 1);
      Map<Cell, Double> middles = new LinkedHashMap<>();
      for (Cell cell : floor) {
        List<Cell> neighbours = isDownwards ? cell.up : cell.down;
        middles.put(
            cell,
            neighbours.stream()
                .mapToInt(before::indexOf)
                .average()
                .orElse(floor.indexOf(cell) * before.size() / (double) floor.size()));
      }
      floor.sort(Comparator.comparingDouble(middles::get));
    }
  }

  /** Moves cells towards their neighbours, as far as the order and the gaps allow. */
  private void place() {
    for (List<Cell> floor : floors) {
      double x = 0;
      for (Cell cell : floor) {
        cell.x = x + cell.halfWidth();
        x += 2 * cell.halfWidth() + GAP;
      }
      double shift = x / 2;
      floor.forEach(cell -> cell.x -= shift);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < floors.size(); i++) {
        place(floors.get(sweep % 2 == 0 ? i : floors.size() - 1 - i));
      }
    }
  }

  /** The places nearest to the wished ones, in the same order (pool adjacent violators). */
  private static void place(List<Cell> floor) {
    List<double[]> pools = new ArrayList<>();
    double offset = 0;
    List<Double> offsets = new ArrayList<>();
    for (int i = 0; i < floor.size(); i++) {
      Cell cell = floor.get(i);
      offset += i == 0 ? 0 : floor.get(i - 1).halfWidth() + cell.halfWidth() + GAP;
      offsets.add(offset);
      double[] pool = {wish(cell) - offset, cell.isRoom() ? 1 : 3, 1};
      while (!pools.isEmpty() && pools.get(pools.size() - 1)[0] > pool[0]) {
        double[] last = pools.remove(pools.size() - 1);
        double weight = last[1] + pool[1];
        pool =
            new double[] {
              (last[0] * last[1] + pool[0] * pool[1]) / weight, weight, last[2] + pool[2]
            };
      }
      pools.add(pool);
    }
    int next = 0;
    for (double[] pool : pools) {
      for (int i = 0; i < pool[2]; i++) {
        floor.get(next).x = pool[0] + offsets.get(next);
        next++;
      }
    }
  }

  private static double wish(Cell cell) {
    double sum = cell.x / 4;
    double weights = 0.25;
    for (List<Cell> neighbours : List.of(cell.up, cell.down)) {
      for (Cell neighbour : neighbours) {
        double weight = cell.isRoom() || neighbour.isRoom() ? 1 : 4;
        sum += weight * neighbour.x;
        weights += weight;
      }
    }
    return sum / weights;
  }

  private double cost() {
    double cost = 3 * Math.max(0, right() - left() - 5 * (BOX_WIDTH + GAP));
    for (List<Cell> floor : floors) {
      List<Cell[]> arrows = new ArrayList<>();
      for (Cell cell : floor) {
        for (Cell below : cell.down) {
          cost += Math.abs(cell.x - below.x);
          arrows.add(new Cell[] {cell, below});
        }
      }
      for (Cell[] one : arrows) {
        for (Cell[] other : arrows) {
          cost += one[0].x < other[0].x && one[1].x > other[1].x ? 600 : 0;
        }
      }
    }
    return cost;
  }
}
