package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.security.Sockets;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * Keeps a dialer for each address.
 *
 * <p>Thread rule: the event loop.
 */
final class Dialers {
  private static final int CONNECT_MILLIS = 2_000;

  private final Vertx vertx;
  private final Log log;
  private final BiConsumer<Dialer, NetSocket> connected;
  private final NetClient client;
  private final RandomGenerator random = new SplittableRandom();
  private final Map<HostPort, Dialer> dialers = new LinkedHashMap<>();
  private AddressBook.Addresses known = AddressBook.Addresses.none();

  Dialers(Vertx vertx, Log log, Sockets sockets, BiConsumer<Dialer, NetSocket> connected) {
    this.vertx = vertx;
    this.log = log;
    this.connected = connected;
    client =
        sockets.peerClient(
            new NetClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadIdleTimeout(PeerNetwork.SILENT_SECONDS));
  }

  /** Dials these addresses and no others, except this node's own. Open connections stay open. */
  void set(AddressBook.Addresses addresses, NodeId self) {
    known = addresses;
    Set<HostPort> all = new LinkedHashSet<>(addresses.expected());
    all.addAll(addresses.possible());
    all.addAll(addresses.claimed().keySet());
    all.removeIf(address -> self.equals(addresses.claimed().get(address)));
    for (Dialer dialer : List.copyOf(dialers.values())) {
      if (!all.contains(dialer.address())) {
        dialers.remove(dialer.address());
        dialer.stop();
      }
    }
    for (HostPort address : all) {
      if (!dialers.containsKey(address)) {
        Dialer dialer = new Dialer(address, vertx, client, log, random);
        dialers.put(address, dialer);
        dialer.dial(socket -> connected.accept(dialer, socket));
      }
    }
  }

  /** Counts the addresses at which a node is expected but none has said who it is. */
  int expectedStrangers() {
    return (int) unanswered().stream().filter(known.expected()::contains).count();
  }

  /** The addresses at which nobody has said who it is. */
  List<HostPort> unanswered() {
    List<HostPort> unanswered = new ArrayList<>();
    dialers.forEach(
        (address, dialer) -> {
          boolean isClaimed = known.claimed().containsKey(address);
          if (!dialer.isSelf() && dialer.identity() == null && !isClaimed) {
            unanswered.add(address);
          }
        });
    return unanswered;
  }

  void stop() {
    dialers.values().forEach(Dialer::stop);
    dialers.clear();
  }
}
