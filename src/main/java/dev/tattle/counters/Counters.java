package dev.tattle.counters;

import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.gossip.Delta;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers clients from a {@link CounterStore}. A write is returned as a delta: the caller keeps it
 * on disk and then joins it.
 */
public final class Counters {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private final CounterStore store;
  private final Contents contents;
  private final CounterLimits limits;

  /** Answers from this store. */
  public Counters(CounterStore store, CounterLimits limits) {
    this.store = store;
    contents = store.contents();
    this.limits = limits;
  }

  /** An add of a number to a counter. */
  public record Add(String counter, long delta) {}

  /** A counter with its value. */
  public record Named(String name, BigInteger value) {}

  /**
   * The terms of an add or a batch.
   *
   * @param key the key under which the adds count once; null for none
   * @param nowMillis the time by this node's clock, since the epoch
   * @param ttlMillis how long the counters live from now on; 0 for no end
   */
  public record Terms(@Nullable String key, long nowMillis, long ttlMillis) {}

  /** The sum of all adds that are here and were not deleted; 0 if there is none. */
  public BigInteger value(String name) {
    CounterState counter = contents.find(name);
    return counter == null ? BigInteger.ZERO : counter.value();
  }

  /** True if there is an add here that was not deleted. */
  public boolean exists(String name) {
    CounterState counter = contents.find(name);
    return counter != null && counter.exists();
  }

  /** How many names are in use, including deleted counters that are still remembered. */
  public int size() {
    return contents.counters().size();
  }

  /** How many keys are remembered. */
  public int keys() {
    return contents.keys().size();
  }

  /**
   * Counters that exist, by name.
   *
   * @param prefix the prefix of the names
   * @param after only names after this one
   * @param limit how many, at most
   */
  public List<Named> list(String prefix, String after, int limit) {
    List<Named> found = new ArrayList<>();
    String from = after.compareTo(prefix) >= 0 ? after : prefix;
    for (CounterState counter : contents.counters().tailMap(from, !from.equals(after)).values()) {
      if (found.size() == limit || !counter.name().startsWith(prefix)) {
        return found;
      }
      if (counter.exists()) {
        found.add(new Named(counter.name(), counter.value()));
      }
    }
    return found;
  }

  /**
   * Makes the delta of a batch of adds, which counts as a whole.
   *
   * @return null if an add with this key has counted already
   * @throws RequestException if a bound is reached, a value would not fit into 64 bits, or the key
   *     belongs to another request; definite
   */
  public @Nullable Delta addition(List<Add> adds, Terms terms) {
    Map<String, Long> sums = sums(adds);
    String key = terms.key;
    if (key != null) {
      Key known = contents.keys().find(key);
      if (known != null && known.hasCopies()) {
        requireSame(known, sums);
        return null;
      }
      if (known == null && contents.keys().size() >= limits.keys()) {
        throw new RequestException(
            RpcError.TEMPORARILY_UNAVAILABLE,
            "all %d keys that can be remembered are in use; shorten the time that they are kept"
                .formatted(limits.keys()));
      }
    }
    sums.forEach(this::requireRoom);
    List<List<Json>> said = new ArrayList<>(sums.size());
    if (key == null) {
      sums.forEach((name, delta) -> said.add(slot(name, delta, terms)));
    } else {
      List<Json> parts = new ArrayList<>(sums.size());
      sums.forEach(
          (name, delta) -> {
            if (isClosed(name) || terms.ttlMillis > 0) {
              said.add(openSlot(name, terms));
            }
            parts.add(KeyedAdd.part(name, delta));
          });
      said.add(KeyedAdd.json(key, terms.nowMillis, parts, 0));
    }
    return Changes.own(store.own(), said);
  }

  private static Map<String, Long> sums(List<Add> adds) {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (Add add : adds) {
      long before = sums.getOrDefault(add.counter, 0L);
      long sum = before + add.delta;
      if (((before ^ sum) & (add.delta ^ sum)) < 0) {
        throw tooLarge(add.counter);
      }
      sums.put(add.counter, sum);
    }
    return sums;
  }

  /** If a client uses a key twice, it got no answer, or it made a mistake. */
  private static void requireSame(Key key, Map<String, Long> sums) {
    for (KeyedAdd.Part part : key.winner().parts) {
      Long delta = sums.get(part.counter().name());
      if (delta == null || (part.delta() != 0 && part.delta() != delta)) {
        throw new RequestException(
            RpcError.PRECONDITION_FAILED,
            "the key was used for another request: choose a new key for each request");
      }
    }
  }

  private void requireRoom(String name, long delta) {
    CounterState counter = contents.find(name);
    if (counter == null && contents.counters().size() >= limits.counters()) {
      throw new RequestException(
          RpcError.PRECONDITION_FAILED,
          "there are %d counters, which is the most".formatted(limits.counters()));
    }
    if (counter != null) {
      BigInteger sum = counter.value().add(BigInteger.valueOf(delta));
      Slot slot = counter.slot(store.own());
      long count = slot == null ? 0 : slot.count();
      long own = count + delta;
      boolean overflows = ((count ^ own) & (delta ^ own)) < 0;
      if (overflows || sum.compareTo(LEAST) < 0 || sum.compareTo(MOST) > 0) {
        throw tooLarge(name);
      }
    }
  }

  private static RequestException tooLarge(String name) {
    return new RequestException(
        RpcError.PRECONDITION_FAILED,
        "'%s' would not fit into 64 bits: nothing was added".formatted(name));
  }

  /** This replica's slot after one more add. */
  private List<Json> slot(String name, long delta, Terms terms) {
    return living(name, openState(name).plus(delta), terms).toJson(name);
  }

  /** This replica's slot before an add with a key, which will move into the slot later. */
  private List<Json> openSlot(String name, Terms terms) {
    return living(name, openState(name), terms).toJson(name);
  }

  private Slot.State openState(String name) {
    Slot slot = ownSlot(name);
    return slot == null || slot.isSpent()
        ? Slot.State.opened(store.own().shown())
        : slot.deadlineMillis() == 0 ? slot.state().living(0, 0) : slot.state();
  }

  /**
   * Begins a time to live, which is at least what is left of an earlier one. It begins in any case,
   * because a node that lacks this add may delete the counter at the end of the earlier one.
   */
  private Slot.State living(String name, Slot.State state, Terms terms) {
    if (terms.ttlMillis == 0) {
      return state;
    }
    Slot slot = ownSlot(name);
    long left = slot == null ? 0 : slot.deadlineMillis() - terms.nowMillis;
    return state.living(Math.max(left, terms.ttlMillis), 0);
  }

  private @Nullable Slot ownSlot(String name) {
    CounterState counter = contents.find(name);
    return counter == null ? null : counter.slot(store.own());
  }

  /**
   * True if this replica's slot has nothing that counts, and will have nothing. Other nodes may
   * have dropped it, so the next add makes a new slot. The new baseline is later than any that
   * refers to the old slot.
   */
  private boolean isClosed(String name) {
    Slot slot = ownSlot(name);
    return slot == null || slot.isSpent();
  }

  /**
   * Makes the delta that deletes all adds of a counter that are here.
   *
   * @throws RequestException if there is no such counter; definite
   */
  public Delta deletion(String name) {
    CounterState counter = contents.find(name);
    if (counter == null || !counter.exists()) {
      throw new RequestException(
          RpcError.KEY_DOES_NOT_EXIST, "there is no counter '%s'".formatted(name));
    }
    if (store.isMoving(counter)) {
      throw new RequestException(
          RpcError.TEMPORARILY_UNAVAILABLE,
          "what a lost replica has added to '%s' is being moved; try again".formatted(name));
    }
    return Changes.own(store.own(), List.of(Deletion.json(name, counter.baselines(store.own()))));
  }

  /**
   * The counters that have expired and can be deleted now. A counter is left out while the adds of
   * a lost replica to it are being moved.
   *
   * @param nowMillis the time by this node's clock
   */
  public List<String> expired(long nowMillis) {
    return contents.deadlines().before(nowMillis).stream().filter(name -> !isMoving(name)).toList();
  }

  private boolean isMoving(String name) {
    CounterState counter = contents.find(name);
    return counter != null && store.isMoving(counter);
  }
}
