package dev.tattle.membership;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the news to send on messages that go anyway, each piece a bounded number of times (SWIM,
 * section 4.1). There is at most one piece of news of each member; a newer piece replaces it.
 */
final class News {
  private static final class Item {
    private final Update update;
    private final long number;
    private int told;

    Item(Update update, long number) {
      this.update = update;
      this.number = number;
    }
  }

  /** What was sent least comes first; of that, the newest. */
  private static final Comparator<Item> ORDER =
      Comparator.comparingInt((Item item) -> item.told)
          .thenComparing(Comparator.comparingLong((Item item) -> item.number).reversed());

  private final Map<NodeId, Item> items = new LinkedHashMap<>();
  private long added;

  void add(Update update) {
    items.put(update.member().id(), new Item(update, added++));
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  boolean isOf(NodeId id) {
    return items.containsKey(id);
  }

  /**
   * Takes the news for the next message.
   *
   * @param tellings how many times a piece is sent before it is dropped
   */
  List<Json> take(int tellings) {
    List<Item> order = new ArrayList<>(items.values());
    order.sort(ORDER);
    List<Json> taken = new ArrayList<>();
    for (Item item : order) {
      if (taken.size() == MembershipSettings.MOST_NEWS) {
        break;
      }
      taken.add(item.update.toJson());
      item.told++;
      if (item.told >= tellings) {
        items.remove(item.update.member().id());
      }
    }
    return taken;
  }
}
