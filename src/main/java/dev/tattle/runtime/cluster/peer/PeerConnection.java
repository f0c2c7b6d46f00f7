package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection with another node. It completes the handshake in bounded time and then passes
 * messages on.
 *
 * <p>Thread rule: the event loop.
 */
final class PeerConnection implements Frames.Receiver {
  /** Receives the events of a connection. */
  interface Owner {
    /** Called when the other side has said who it is. It may close the connection. */
    void onHello(PeerConnection connection, Hello hello);

    /**
     * Called if the other side has not proven that it has the cluster's key. The connection closes
     * next.
     */
    void onNoProof();

    void onMessage(PeerConnection connection, Message message, int bytes);

    /** Called once, as the last event. */
    void onClose(PeerConnection connection, String why);
  }

  /** The longest message of a handshake. */
  private static final int HELLO_BYTES = 4_096;

  private static final long HELLO_MILLIS = TimeUnit.SECONDS.toMillis(5);

  /** A peer that is silent for three times as long counts as gone: see {@link PeerNetwork}. */
  private static final long KEEPALIVE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private static final String BY_OTHER = "the other side closed it";

  private final Vertx vertx;
  private final NetSocket socket;
  private final Owner owner;
  private final long openedNanos = System.nanoTime();
  private final long keepaliveTimer;
  private final long helloTimer;
  private final Handshake handshake;
  private String whyClosed = BY_OTHER;
  private boolean isClosed;

  PeerConnection(Vertx vertx, NetSocket socket, Handshake handshake, Owner owner) {
    this.vertx = vertx;
    this.socket = socket;
    this.handshake = handshake;
    this.owner = owner;
    keepaliveTimer = vertx.setPeriodic(KEEPALIVE_MILLIS, unused -> write(Frames.keepalive()));
    helloTimer = vertx.setTimer(HELLO_MILLIS, unused -> close("no hello came in time"));
    socket.exceptionHandler(e -> whyClosed = String.valueOf(e.getMessage()));
    socket.closeHandler(unused -> onClosed());
    socket.handler(Frames.reader(this));
    write(Frames.of(handshake.begin()));
  }

  /** The hello of the other side; null before the handshake is complete. */
  @Nullable Hello hello() {
    return handshake.other();
  }

  /** Tells whether the other side opened the connection. */
  boolean isAccepted() {
    return handshake.side() == Handshake.Side.ACCEPTED;
  }

  /** The other side's address on the network. */
  HostPort remote() {
    return new HostPort(
        String.valueOf(socket.remoteAddress().hostAddress()), socket.remoteAddress().port());
  }

  long ageNanos() {
    return System.nanoTime() - openedNanos;
  }

  /**
   * Writes bytes. The future completes when they have left this process, or fails if they never
   * will.
   */
  Future<Void> write(Buffer frames) {
    return socket.write(frames);
  }

  void close(String why) {
    if (!isClosed) {
      whyClosed = why;
      socket.close();
      onClosed();
    }
  }

  @Override
  public void onMessage(Message message, int bytes) {
    if (isClosed) {
      return;
    }
    if (hello() != null) {
      owner.onMessage(this, message, bytes);
      return;
    }
    try {
      handshake.onMessage(message).forEach(answer -> write(Frames.of(answer)));
    } catch (Handshake.NoProofException e) {
      owner.onNoProof();
      close(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      close(String.valueOf(e.getMessage()));
    }
    Hello hello = hello();
    if (hello != null && !isClosed) {
      vertx.cancelTimer(helloTimer);
      owner.onHello(this, hello);
    }
  }

  @Override
  public int mostBytes() {
    return hello() == null ? HELLO_BYTES : Frames.MAX_BYTES;
  }

  @Override
  public void onHostile(String problem) {
    close("it sent an invalid message: " + problem);
  }

  private void onClosed() {
    if (!isClosed) {
      isClosed = true;
      if (hello() == null && whyClosed.equals(BY_OTHER)) {
        whyClosed = BY_OTHER + " before it said who it is, and may have logged why";
      }
      vertx.cancelTimer(keepaliveTimer);
      vertx.cancelTimer(helloTimer);
      owner.onClose(this, whyClosed);
    }
  }
}
