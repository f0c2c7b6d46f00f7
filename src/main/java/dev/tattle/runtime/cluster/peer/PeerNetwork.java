package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.membership.Member;
import dev.tattle.membership.Membership;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.ClusterTransport;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.security.Sockets;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Connects this node with all others: it listens, dials, checks who the other side is, and passes
 * messages on.
 *
 * <p>Thread rule: the event loop.
 */
public final class PeerNetwork {
  static final int SILENT_SECONDS = 15;

  private final Vertx vertx;
  private final PeerEvents events;
  private final PeerIdentity self;
  private final Takers takers;
  private final PeerCounts counts;
  private final Roster roster;
  private final Dialers dialers;
  private final AddressBook book;
  private final PeerSender sender;
  private final PeerMembership members;
  private final Strangers strangers;
  private Predicate<NodeId> cut = unused -> false;
  private final NetServer server;
  private Hello own;
  private boolean isStopped;

  /**
   * Prepares a network that does nothing yet.
   *
   * @param settings the settings of membership
   * @param nodes receives the nodes whenever they have changed
   */
  public PeerNetwork(
      Context context,
      Log log,
      Sockets sockets,
      PeerIdentity self,
      Takers takers,
      PeerCounts counts,
      MembershipSettings settings,
      Roster.Listener nodes) {
    vertx = context.owner();
    events = new PeerEvents(log);
    strangers = new Strangers(log, counts.hostile());
    this.takers = takers;
    this.counts = counts;
    this.self = self;
    own = self.hello(new HostPort("localhost", 0));
    roster = new Roster(self.id(), self.clusterSize(), nodes, events);
    dialers = new Dialers(vertx, log, sockets, this::onDialled);
    sender = new PeerSender(context, log, roster, counts, id -> cut.test(id));
    PeerSender probes = new PeerSender(context, log, roster, counts, id -> cut.test(id));
    members = new PeerMembership(vertx, self.id(), settings, probes, this::onMembers);
    book =
        new AddressBook(
            vertx,
            addresses -> {
              dialers.set(addresses, self.id());
              roster.update(dialers);
            });
    server =
        sockets
            .peerServer(
                new NetServerOptions().setTcpNoDelay(true).setReadIdleTimeout(SILENT_SECONDS))
            .exceptionHandler(strangers::onBroken)
            .connectHandler(this::onAccepted);
  }

  /**
   * Begins to listen. The future fails if the address is in use.
   *
   * @param advertised the address at which others reach it; port 0 stands for the port it listens
   *     on
   */
  public Future<Void> listen(HostPort address, HostPort advertised) {
    return server
        .listen(address.port(), address.host())
        .map(
            listening -> {
              int port = advertised.port() == 0 ? listening.actualPort() : advertised.port();
              own = self.hello(new HostPort(advertised.host(), port));
              return null;
            });
  }

  /** This node's own hello, with its address. Known once it listens. */
  public Hello own() {
    return own;
  }

  /** Begins to look for the other nodes. */
  public void start(List<Discovery> discoveries) {
    roster.update(dialers);
    book.onTold(own.id(), own.address());
    book.start(discoveries);
    members.begin(own.address(), roster.peers().stream().map(KnownPeer::id).toList());
  }

  /** Closes all connections after everything that was sent has left. */
  public Future<Void> stop() {
    isStopped = true;
    members.stop();
    Future<?> left = book.stop();
    dialers.stop();
    roster.peers().forEach(peer -> peer.close("this node stops"));
    strangers.closeAll("this node stops");
    return Future.join(left, server.close()).mapEmpty();
  }

  /** Drops all frames from and to these nodes from now on. */
  public void cut(Predicate<NodeId> nodes) {
    cut = nodes;
    events.cut(roster.peers().stream().map(KnownPeer::id).filter(nodes).toList());
  }

  /** The status of all other nodes, and of the addresses at which nobody has answered. */
  public List<PeerStatus> peers() {
    return roster.statuses(cut, dialers);
  }

  /** The outlet through which the node's thread sends to its peers. */
  public ClusterTransport.PeerOutlet outlet() {
    return sender;
  }

  /** How many other nodes are connected. */
  public int connected() {
    return (int) roster.peers().stream().filter(KnownPeer::isConnected).count();
  }

  /** The members, as far as this node knows. */
  public PeerMembership members() {
    return members;
  }

  /** How many nodes are expected, with this one. */
  public int size() {
    return roster.size();
  }

  private void onAccepted(NetSocket socket) {
    if (isStopped) {
      socket.close();
    } else {
      begin(socket, Handshake.Side.ACCEPTED, new Link(null));
    }
  }

  private void onDialled(Dialer dialer, NetSocket socket) {
    begin(socket, Handshake.Side.DIALLED, new Link(dialer));
  }

  private void begin(NetSocket socket, Handshake.Side side, Link link) {
    Handshake handshake = self.handshake(side, own);
    strangers.add(new PeerConnection(vertx, socket, handshake, link));
  }

  private void onMembers(List<Member> all) {
    roster.follow(all, book);
    roster.update(dialers);
  }

  private void onMessage(PeerConnection connection, NodeId src, Message message, int bytes) {
    boolean isTrue = message.src().equals(src) && message.dest().equals(own.id());
    boolean isMembership = Membership.isMembership(message.body());
    NodePort taker = isMembership ? null : takers.of(message.body());
    if (!isTrue || (taker == null && !isMembership)) {
      counts.hostile().increment();
      connection.close(
          "it sent '%s' from %s to %s"
              .formatted(message.body().type(), message.src(), message.dest()));
      return;
    }
    counts.received().increment();
    counts.receivedBytes().add(bytes);
    if (cut.test(src)) {
      counts.cut().increment();
    } else if (taker == null) {
      onMembership(connection, message);
    } else if (!taker.tell(message, bytes)) {
      counts.inboxFull().increment();
    }
  }

  private void onMembership(PeerConnection connection, Message message) {
    try {
      members.onMessage(message);
    } catch (RequestException e) {
      counts.hostile().increment();
      connection.close("it sent an invalid message: " + e.getMessage());
    }
  }

  /** Handles the events of one connection. */
  private final class Link implements PeerConnection.Owner {
    private final @Nullable Dialer dialer;

    Link(@Nullable Dialer dialer) {
      this.dialer = dialer;
    }

    @Override
    public void onHello(PeerConnection connection, Hello hello) {
      strangers.remove(connection);
      if (hello.id().equals(own.id()) && hello.process() == own.process()) {
        if (dialer != null) {
          dialer.foundSelf();
          roster.update(dialers);
        }
        connection.close("it is this node");
        return;
      }
      String problem = roster.problem(hello.id());
      if (!problem.isEmpty()) {
        counts.hostile().increment();
        connection.close(problem);
        return;
      }
      KnownPeer peer = roster.heard(hello);
      if (!peer.isConnected()) {
        events.connected(hello);
      }
      peer.add(connection, hello);
      if (dialer != null) {
        dialer.identified(hello.id());
      }
      roster.update(dialers);
      book.onTold(hello.id(), hello.address());
      members.met(hello.id());
    }

    @Override
    public void onNoProof() {
      counts.unproven().increment();
    }

    @Override
    public void onMessage(PeerConnection connection, Message message, int bytes) {
      Hello hello = connection.hello();
      if (hello != null) {
        PeerNetwork.this.onMessage(connection, hello.id(), message, bytes);
      }
    }

    @Override
    public void onClose(PeerConnection connection, String why) {
      strangers.remove(connection);
      Hello hello = connection.hello();
      KnownPeer peer = hello == null ? null : roster.peer(hello.id());
      if (peer != null && peer.remove(connection)) {
        if (!peer.isConnected() && !isStopped) {
          events.lost(peer.id(), why);
        }
      } else if (!isStopped) {
        refused(connection, why);
      }
      if (dialer != null) {
        dialer.lost(connection.ageNanos());
      }
    }

    /**
     * Logs that a connection was refused. One that this node tries again and again is logged once.
     */
    private void refused(PeerConnection connection, String why) {
      if (dialer == null) {
        strangers.refused(connection.remote().toString(), why);
      } else {
        dialer.failed(why);
      }
    }
  }
}
