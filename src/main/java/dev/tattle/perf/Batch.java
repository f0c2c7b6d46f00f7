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
 * Requests that are sent to one process on a schedule, and the time of each one's first answer. How
 * long an answer took counts from when its request was due, sent or not: a process that stands
 * still is not asked less.
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

  /** The first request has this number, and the others those that follow. */
  Batch(Requests requests, Schedule schedule, long firstNumber) {
    this.requests = requests;
    this.schedule = schedule;
    this.firstNumber = firstNumber;
    total = schedule.count();
    answeredNanos = new long[total];
  }

  /**
   * Sends the requests, each when it is due, and what else there is to send; returns when the batch
   * has ended.
   *
   * @param others lines that are sent as soon as may be
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

  /** No more than this may have been sent. */
  private long most() {
    return (long) answered + schedule.open();
  }

  /** True where an answer makes room for a request: whoever hears it wakes the writer. */
  boolean isFull() {
    return isFull;
  }

  /** Writes this line, if it is one, and those that wait behind it: about as much as a chunk. */
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

  /** A line has come: an answer to a request, or something else. Returns whether it was one. */
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

  /** Ends the batch, where it has not ended yet. */
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
   * @param patience for the answers, once everything is sent or no longer to be sent
   * @throws PerfException where one is not, or an answer is an error, or the process ends
   */
  void await(Duration patience) throws PerfException, InterruptedException {
    long sendingNanos = schedule.sending().toNanos();
    // An end that comes first leaves nothing to send.
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

  /** How many were sent, and all of them answered. */
  int count() {
    return total;
  }

  /** The one answer of a batch of one request. */
  byte[] onlyAnswer() {
    return lastAnswer;
  }

  /** The time of the last answer, on the clock of {@link System#nanoTime}. */
  long endNanos() {
    return originNanos + Arrays.stream(answeredNanos, 0, total).max().orElseThrow();
  }

  /** Answers a second, refusals not counted, from the first request on to the last answer. */
  double perSecond() {
    return (total - refused) * 1e9 / Math.max(1, endNanos() - beganNanos);
  }

  /** How long each answer took, in the order in which the requests were due. */
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
