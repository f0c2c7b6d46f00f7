package dev.tattle.drawing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which room uses which, read from the classes. An arrow is left out if a path of other arrows says
 * the same.
 *
 * @param uses for each room the rooms that it uses, in alphabetical order
 */
public record RoomGraph(Map<String, Set<String>> uses) {
  /** The room of the classes that stand in no package below the root. */
  public static final String TOP = "dev.tattle";

  private static final String ROOT = TOP + ".";

  /**
   * The rooms that are seen from one place.
   *
   * @param opened rooms whose packages are rooms of their own; "" for the whole program
   */
  public static RoomGraph of(JavaClasses classes, List<String> opened) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (JavaClass one : classes) {
      room(one, opened).ifPresent(room -> all.putIfAbsent(room, new TreeSet<>()));
    }
    for (JavaClass one : classes) {
      room(one, opened)
          .ifPresent(
              room -> {
                for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                  room(dependency.getTargetClass().getBaseComponentType(), opened)
                      .filter(used -> !used.equals(room))
                      .ifPresent(used -> all.get(room).add(used));
                }
              });
    }
    return new RoomGraph(withoutShortcuts(all));
  }

  /** The room of a class: a package below an opened room, with all that is below that package. */
  private static Optional<String> room(JavaClass one, List<String> opened) {
    String name = one.getPackageName() + ".";
    String room = null;
    for (String parent : opened) {
      String prefix = parent.isEmpty() ? ROOT : ROOT + parent + ".";
      if (name.startsWith(prefix)) {
        int end = name.indexOf('.', prefix.length());
        String inner = end < 0 ? name : name.substring(0, end + 1);
        room = inner.equals(ROOT) ? TOP : inner.substring(ROOT.length(), inner.length() - 1);
      }
    }
    return Optional.ofNullable(room);
  }

  private static Map<String, Set<String>> withoutShortcuts(Map<String, Set<String>> all) {
    Map<String, Set<String>> reduced = new LinkedHashMap<>();
    all.forEach(
        (room, used) -> {
          Set<String> direct = new TreeSet<>(used);
          for (String one : used) {
            direct.removeAll(below(one, all));
          }
          reduced.put(room, direct);
        });
    return reduced;
  }

  private static Set<String> below(String room, Map<String, Set<String>> all) {
    Set<String> found = new LinkedHashSet<>();
    List<String> next = new ArrayList<>(all.get(room));
    while (!next.isEmpty()) {
      String one = next.remove(next.size() - 1);
      if (found.add(one)) {
        next.addAll(all.get(one));
      }
    }
    return found;
  }

  /**
   * Assigns a layer to each room, from 0 at the bottom. A room is above all rooms that it uses. If
   * several layers are possible, it gets the emptiest.
   */
  Map<String, Integer> floors() {
    Map<String, Integer> floors = new TreeMap<>();
    uses.keySet().forEach(room -> floors.put(room, height(room)));
    for (String room : uses.keySet()) {
      int lowest = floors.get(room);
      int best = lowest;
      for (int floor = lowest; floor <= highest(room, floors); floor++) {
        if (crowd(floor, room, floors) < crowd(best, room, floors)) {
          best = floor;
        }
      }
      floors.put(room, best);
    }
    return floors;
  }

  private int height(String room) {
    return uses.get(room).stream().mapToInt(used -> height(used) + 1).max().orElse(0);
  }

  private int highest(String room, Map<String, Integer> floors) {
    return uses.entrySet().stream()
        .filter(user -> user.getValue().contains(room))
        .mapToInt(user -> floors.get(user.getKey()) - 1)
        .min()
        .orElse(floors.get(room));
  }

  private static long crowd(int floor, String but, Map<String, Integer> floors) {
    return floors.entrySet().stream()
        .filter(one -> !one.getKey().equals(but) && one.getValue() == floor)
        .count();
  }
}
