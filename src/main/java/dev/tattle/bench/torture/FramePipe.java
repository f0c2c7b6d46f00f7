package dev.tattle.bench.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection between two nodes. It passes on whole frames, and may drop or delay
 * each. A frame is a length of four bytes, big-endian, and that many bytes. The first frame names
 * its sender.
 */
final class FramePipe {
  private static final int MAX_FRAME_BYTES = 4 << 20;
  private static final int CHUNK_BYTES = 64 * 1024;

  /** While this much waits, it reads no more, which slows down the sender. */
  private static final int MAX_WAITING_BYTES = 8 << 20;

  /** Decides what happens to frames. */
  interface Rule {
    /** Handles the first frame, which names its sender. */
    void onHello(byte[] frame) throws IOException;

    /** The delay in nanoseconds; below zero to drop the frame. */
    long delayNanos();
  }

  private record Frame(long atNanos, ByteBuffer bytes) {}

  private final SocketChannel from;
  private final SocketChannel to;
  private final Rule rule;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private byte @Nullable [] body;
  private int filled;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private boolean hasHello;
  private int waitingBytes;

  FramePipe(SocketChannel from, SocketChannel to, Rule rule) {
    this.from = from;
    this.to = to;
    this.rule = rule;
  }

  boolean hasHello() {
    return hasHello;
  }

  boolean hasRoom() {
    return waitingBytes < MAX_WAITING_BYTES;
  }

  /** Reads what has arrived. */
  void read(long nowNanos) throws IOException {
    chunk.clear();
    if (from.read(chunk) < 0) {
      throw new IOException("the other side closed it");
    }
    chunk.flip();
    while (chunk.hasRemaining()) {
      take(nowNanos);
    }
  }

  private void take(long nowNanos) throws IOException {
    byte[] into = body;
    if (into == null) {
      length.put(chunk.get());
      if (length.hasRemaining()) {
        return;
      }
      int bytes = length.getInt(0);
      if (bytes < 0 || bytes > MAX_FRAME_BYTES) {
        throw new IOException("a frame of " + bytes + " bytes");
      }
      length.clear();
      into = new byte[bytes];
      body = into;
      filled = 0;
    }
    int count = Math.min(into.length - filled, chunk.remaining());
    chunk.get(into, filled, count);
    filled += count;
    if (filled == into.length) {
      body = null;
      pass(into, nowNanos);
    }
  }

  private void pass(byte[] frame, long nowNanos) throws IOException {
    if (!hasHello && frame.length > 0) {
      rule.onHello(frame);
      hasHello = true;
    }
    long delayNanos = rule.delayNanos();
    if (delayNanos >= 0) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + frame.length);
      bytes.putInt(frame.length).put(frame).flip();
      waiting.add(new Frame(nowNanos + delayNanos, bytes));
      waitingBytes += bytes.remaining();
    }
  }

  /** Writes the frames that are due, as far as the receiver takes them. */
  void write(long nowNanos) throws IOException {
    for (Frame frame = waiting.peek();
        frame != null && frame.atNanos <= nowNanos;
        frame = waiting.peek()) {
      int before = frame.bytes.remaining();
      to.write(frame.bytes);
      waitingBytes -= before - frame.bytes.remaining();
      if (frame.bytes.hasRemaining()) {
        return;
      }
      waiting.remove();
    }
  }

  /** True if a frame is due that the receiver has not taken. */
  boolean isBehind(long nowNanos) {
    Frame frame = waiting.peek();
    return frame != null && frame.atNanos <= nowNanos;
  }
}
