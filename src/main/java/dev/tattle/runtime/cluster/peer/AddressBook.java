package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds all addresses at which nodes may be: those that discoveries found, and those that nodes
 * gave as their own. It resolves names every ten seconds. A name may stand for several nodes.
 *
 * <p>Thread rule: the event loop; names are resolved on another thread.
 */
final class AddressBook {
  /** The most addresses to remember that nodes gave as their own. Further ones are ignored. */
  private static final int MAX_TOLD = 1_000;

  private static final long RESOLVE_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final Vertx vertx;
  private final Consumer<Addresses> changed;
  private final Map<Discovery, Set<HostPort>> found = new LinkedHashMap<>();
  private final Map<HostPort, NodeId> told = new LinkedHashMap<>();
  private final Map<HostPort, Set<HostPort>> resolved = new LinkedHashMap<>();
  private List<Discovery> discoveries = List.of();
  private boolean isResolving;
  private boolean isOutdated;
  private boolean isStopped;
  private long timer = -1;

  /**
   * All known addresses, with names resolved.
   *
   * @param expected addresses at which nodes are expected
   * @param possible addresses at which there may be nodes
   * @param claimed addresses that nodes gave as their own
   */
  record Addresses(Set<HostPort> expected, Set<HostPort> possible, Map<HostPort, NodeId> claimed) {
    static Addresses none() {
      return new Addresses(Set.of(), Set.of(), Map.of());
    }
  }

  /**
   * Creates an empty address book.
   *
   * @param changed gets the known addresses whenever the names were resolved
   */
  AddressBook(Vertx vertx, Consumer<Addresses> changed) {
    this.vertx = vertx;
    this.changed = changed;
  }

  void start(List<Discovery> all) {
    discoveries = List.copyOf(all);
    timer = vertx.setPeriodic(RESOLVE_MILLIS, unused -> resolve());
    for (Discovery discovery : discoveries) {
      discovery.start(addresses -> onFound(discovery, addresses));
    }
  }

  /**
   * Stops all discoveries. The future completes when they have told others that this node leaves.
   */
  Future<?> stop() {
    isStopped = true;
    vertx.cancelTimer(timer);
    return Future.join(discoveries.stream().map(Discovery::stop).toList());
  }

  /** Notes that a node can be reached at this address, and no longer at its earlier one. */
  void onTold(NodeId id, HostPort address) {
    if (!id.equals(told.get(address))) {
      told.values().removeIf(id::equals);
      if (told.size() < MAX_TOLD) {
        told.put(address, id);
      }
      resolve();
    }
  }

  /** Forgets a node that is gone for good. */
  void forget(NodeId id) {
    if (told.values().removeIf(id::equals)) {
      resolve();
    }
  }

  private void onFound(Discovery discovery, Set<HostPort> addresses) {
    Set<HostPort> before = found.put(discovery, addresses);
    if (!addresses.equals(before)) {
      resolve();
    }
  }

  private void resolve() {
    isOutdated = true;
    if (isResolving || isStopped) {
      return;
    }
    isResolving = true;
    isOutdated = false;
    Set<HostPort> names = names();
    vertx
        .executeBlocking(() -> lookUp(names), false)
        .onComplete(
            looked -> {
              isResolving = false;
              if (looked.succeeded()) {
                resolved.putAll(looked.result());
                resolved.keySet().retainAll(names());
                changed.accept(new Addresses(found(true), found(false), claimed()));
              }
              if (isOutdated) {
                resolve();
              }
            });
  }

  private Set<HostPort> names() {
    Set<HostPort> names = new LinkedHashSet<>(told.keySet());
    found.values().forEach(names::addAll);
    return names;
  }

  /** The addresses from the discoveries that expect nodes there, or from the other discoveries. */
  private Set<HostPort> found(boolean areExpected) {
    Set<HostPort> addresses = new LinkedHashSet<>();
    found.forEach(
        (discovery, names) -> {
          if (discovery.areExpected() == areExpected) {
            names.forEach(name -> addresses.addAll(resolved.getOrDefault(name, Set.of())));
          }
        });
    return addresses;
  }

  private Map<HostPort, NodeId> claimed() {
    Map<HostPort, NodeId> claimed = new LinkedHashMap<>();
    told.forEach(
        (name, id) -> resolved.getOrDefault(name, Set.of()).forEach(at -> claimed.put(at, id)));
    return claimed;
  }

  /** Resolves names. Leaves out a name that can't be resolved now: it keeps its last addresses. */
  private static Map<HostPort, Set<HostPort>> lookUp(Set<HostPort> names) {
    Map<HostPort, Set<HostPort>> looked = new LinkedHashMap<>();
    for (HostPort name : names) {
      Set<HostPort> addresses = new LinkedHashSet<>();
      for (String host : hosts(name.host())) {
        addresses.add(new HostPort(host, name.port()));
      }
      if (!addresses.isEmpty()) {
        looked.put(name, addresses);
      }
    }
    return looked;
  }

  /**
   * Resolves a name to addresses of one family only. A node with an IPv4 and an IPv6 address would
   * otherwise be expected twice.
   */
  private static Set<String> hosts(String name) {
    Set<String> four = new TreeSet<>();
    Set<String> six = new TreeSet<>();
    List<InetAddress> all = new ArrayList<>();
    try {
      all.addAll(List.of(InetAddress.getAllByName(name)));
    } catch (UnknownHostException e) {
      // The name may become known later.
    }
    for (InetAddress address : all) {
      (address instanceof Inet4Address ? four : six).add(address.getHostAddress());
    }
    return four.isEmpty() ? six : four;
  }
}
