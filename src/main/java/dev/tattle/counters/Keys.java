package dev.tattle.counters;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The known keys, by name. */
final class Keys {
  private final Map<String, Key> keys = new LinkedHashMap<>();

  @Nullable Key find(String name) {
    return keys.get(name);
  }

  /** The key of this name; makes it if there is none. */
  Key key(String name) {
    return keys.computeIfAbsent(name, Key::new);
  }

  /** All keys, in about the order in which they came. */
  Collection<Key> all() {
    return keys.values();
  }

  int size() {
    return keys.size();
  }

  void removeUnused(Key key) {
    if (key.isUnused()) {
      keys.remove(key.name());
    }
  }
}
