package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection with another node: both find out in time who the other is, and then it hands on
 * messages.
 *
 * <p>Thread rule: the event loop.
 */
final class PeerConnection implements Frames.Receiver {
  /** What becomes of a connection. */
  interface Owner {
    /** The other side has said who it is. The connection may be closed in here. */
    void onHello(PeerConnection connection, Hello hello);

    /** The other side has not shown that it has the cluster's key; it is closed next. */
    void onNoProof();

    void onMessage(PeerConnection connection, Message message, int bytes);

    /** Nothing comes after this; called once. */
    void onClose(PeerConnection connection, String why);
  }

  /** No message of a handshake is longer. */
  private static final int HELLO_BYTES = 4_096;

  private static final long HELLO_MILLIS = TimeUnit.SECONDS.toMillis(5);

  /** Whoever is silent for three times as long is gone: see {@link PeerNetwork}. */
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

  /** Who is on the other side; null before it has said so. */
  @Nullable Hello hello() {
    return handshake.other();
  }

  /** True where the other side has opened it. */
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

  /** Completes when the bytes have left this process, or never will. */
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
    close("what it sends is not understood: " + problem);
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
