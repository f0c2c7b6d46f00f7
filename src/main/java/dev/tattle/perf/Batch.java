package dev.tattle.perf;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one process on a schedule, and measures the time of each one's first answer.
 * The time counts from when the request was due, sent or not. So a process that stalls does not get
 * fewer requests.
 *
 * <p>Thread rule: one thread writes, one hears answers, one awaits the end.
 */
final class Batch {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final long MAX_PAUSE_NANOS = 10_000_000;
  private static final int SHOWN_CHARS = 200;

  private final Requests requests;
  private final Schedule schedule;
  private final long firstNumber;
  private final long originNanos = System.nanoTime();
  private final long[] answeredNanos;
  private final CountDownLatch allSent = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile long beganNanos;
  private volatile int total;
  private volatile int answered;
  private volatile boolean isFull;
  private volatile @Nullable String problem;
  private int refused;
  private byte[] lastAnswer = {};
  private int sent;

  /** The first request gets this number, and the others the numbers after it. */
  Batch(Requests requests, Schedule schedule, long firstNumber) {
    this.requests = requests;
    this.schedule = schedule;
    this.firstNumber = firstNumber;
    total = schedule.count();
    answeredNanos = new long[total];
  }

  /**
   * Sends each request when it is due, and the other lines; returns when the batch has ended.
   *
   * @param others lines to send as soon as possible
   */
  void writeTo(OutputStream out, BlockingQueue<byte[]> others)
      throws IOException, InterruptedException {
    byte[] chunk = new byte[CHUNK_BYTES + requests.maxBytes()];
    beganNanos = System.nanoTime();
    while (done.getCount() > 0) {
      long nanos = System.nanoTime() - beganNanos;
      if (sent < total && nanos > schedule.sending().toNanos()) {
        leaveOutTheRest();
      }
      long due = Math.min(total, schedule.due(nanos));
      isFull = due > most();
      int length = fill(chunk, Math.min(due, most()));
      byte[] other = others.poll(length > 0 ? 0 : pauseNanos(nanos), TimeUnit.NANOSECONDS);
      out.write(chunk, 0, length);
      writeAll(other, others, out);
      out.flush();
      if (sent == total) {
        allSent.countDown();
      }
    }
  }

  /** The most requests that may have been sent by now. */
  private long most() {
    return (long) answered + schedule.open();
  }

  /** True if an answer makes room for a request: the thread that hears it must wake the writer. */
  boolean isFull() {
    return isFull;
  }

  /** Writes this line, if any, and the lines waiting behind it, up to about one chunk. */
  static void writeAll(byte @Nullable [] first, BlockingQueue<byte[]> others, OutputStream out)
      throws IOException {
    byte[] line = first;
    for (int bytes = 0; line != null; line = bytes < CHUNK_BYTES ? others.poll() : null) {
      out.write(line);
      bytes += line.length;
    }
  }

  private int fill(byte[] chunk, long due) {
    int length = 0;
    while (sent < due && length < CHUNK_BYTES) {
      length = requests.write(firstNumber + sent, chunk, length);
      sent++;
    }
    return length;
  }

  private long pauseNanos(long nanos) {
    long untilDue = sent < total && !isFull ? schedule.dueNanos(sent) - nanos : MAX_PAUSE_NANOS;
    return Math.max(0, Math.min(untilDue, MAX_PAUSE_NANOS));
  }

  private void leaveOutTheRest() {
    total = sent;
    endIfAllAnswered();
  }

  /** Handles a line of output. Returns whether it was an answer to a request. */
  boolean onLine(byte[] buffer, int offset, int length) {
    long nowNanos = System.nanoTime();
    long number = requests.answered(buffer, offset, length);
    if (number < 0) {
      return false;
    }
    long index = number - firstNumber;
    if (index < 0 || index >= answeredNanos.length || answeredNanos[(int) index] != 0) {
      return true;
    }
    if (!requests.isOk(buffer, offset, length)) {
      if (!schedule.isInTurn() || !Requests.isRefusal(buffer, offset, length)) {
        fail("it answered " + shown(buffer, offset, length));
        return true;
      }
      refused++;
    }
    answeredNanos[(int) index] = Math.max(1, nowNanos - originNanos);
    if (answeredNanos.length == 1) {
      lastAnswer = Arrays.copyOfRange(buffer, offset, offset + length);
    }
    // Only this thread writes it.
    int now = answered + 1;
    answered = now;
    endIfAllAnswered();
    return true;
  }

  /** Ends the batch with a failure, unless it has ended. */
  void fail(String text) {
    if (done.getCount() > 0) {
      problem = text;
      done.countDown();
    }
  }

  private void endIfAllAnswered() {
    if (answered >= total) {
      done.countDown();
    }
  }

  /**
   * Waits until all requests are sent and answered.
   *
   * @param patience for the answers, once no more requests are to be sent
   * @throws PerfException if an answer is missing or an error, or if the process ends
   */
  void await(Duration patience) throws PerfException, InterruptedException {
    long sendingNanos = schedule.sending().toNanos();
    // If the end comes first, nothing is left to send.
    for (long leftNanos = sendingNanos;
        leftNanos > 0
            && done.getCount() > 0
            && !allSent.await(Math.min(leftNanos, MAX_PAUSE_NANOS), TimeUnit.NANOSECONDS);
        leftNanos -= MAX_PAUSE_NANOS) {}
    if (!done.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      fail(
          "%,d of %,d requests were not answered within %s s"
              .formatted(total - answered, total, patience.toMillis() / 1e3));
    }
    String failure = problem;
    if (failure != null) {
      throw new PerfException(failure);
    }
    if (total == 0) {
      throw new PerfException("it read nothing");
    }
  }

  /** True once nothing more is to be sent or heard. */
  boolean isDone() {
    return done.getCount() == 0;
  }

  /** The number of requests that were sent and answered. */
  int count() {
    return total;
  }

  /** The answer to a batch of one request. */
  byte[] onlyAnswer() {
    return lastAnswer;
  }

  /** The time of the last answer, on the clock of {@link System#nanoTime}. */
  long endNanos() {
    return originNanos + Arrays.stream(answeredNanos, 0, total).max().orElseThrow();
  }

  /** Answers a second without refusals, from the first request to the last answer. */
  double perSecond() {
    return (total - refused) * 1e9 / Math.max(1, endNanos() - beganNanos);
  }

  /** The time that each answer took, in the order in which the requests were due. */
  long[] latenciesNanos() {
    long[] latencies = new long[total];
    for (int i = 0; i < total; i++) {
      latencies[i] = originNanos + answeredNanos[i] - beganNanos - schedule.dueNanos(i);
    }
    return latencies;
  }

  private static String shown(byte[] buffer, int offset, int length) {
    String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
    return text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text;
  }
}
