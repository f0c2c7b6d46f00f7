package dev.tattle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InboxTest {
  private static final Inbound LINE = new Inbound.ReaderFailed(new Exception("a line"));

  private final Inbox inbox = new Inbox();

  private CompletableFuture<Boolean> putInBackground(int lines, long bytes) {
    return CompletableFuture.supplyAsync(() -> inbox.put(Collections.nCopies(lines, LINE), bytes));
  }

  /** Waits until a thread waits for room. */
  private void awaitBlockedWriter() {
    while (!inbox.hasWaiters()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void linesAreTakenTogetherInOrder() throws InterruptedException {
    Inbound other = new Inbound.ReaderFailed(new Exception("other"));
    inbox.put(List.of(LINE), 1);
    inbox.put(List.of(other, LINE), 2);
    assertThat(inbox.take(0)).containsExactly(LINE, other, LINE);
    assertThat(inbox.take(0)).isEmpty();
    assertThat(inbox.take(1_000)).isEmpty();
  }

  @Test
  void theReaderWaitsAtTheBoundOfLines() throws Exception {
    inbox.put(Collections.nCopies(Inbox.MAX_LINES, LINE), 1);
    CompletableFuture<Boolean> put = putInBackground(1, 1);
    awaitBlockedWriter();
    assertThat(put).isNotDone();
    assertThat(inbox.take(0)).hasSize(Inbox.MAX_LINES);
    assertThat(put.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(inbox.take(0)).hasSize(1);
  }

  @Test
  void theReaderWaitsAtTheBoundOfBytes() throws Exception {
    inbox.put(List.of(LINE), Inbox.MAX_BYTES);
    CompletableFuture<Boolean> put = putInBackground(1, 1);
    awaitBlockedWriter();
    assertThat(put).isNotDone();
    inbox.take(0);
    assertThat(put.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatCanBeDoneWithoutLeavesHalfOfTheRoom() {
    List<Inbound> half = Collections.nCopies(Inbox.MAX_LINES / 2, LINE);
    assertThat(inbox.offerSpare(half, Inbox.MAX_BYTES / 2)).isTrue();
    assertThat(inbox.offerSpare(List.of(LINE), 0)).isFalse();
    assertThat(inbox.offer(half, Inbox.MAX_BYTES / 2)).isTrue();
    assertThat(inbox.offer(List.of(LINE), 0)).isFalse();
  }

  @Test
  void whatWasTakenLeavesItsRoom() throws InterruptedException {
    inbox.put(List.of(LINE), Inbox.MAX_BYTES);
    inbox.take(0);
    assertThat(inbox.put(List.of(LINE), Inbox.MAX_BYTES / 2)).isTrue();
    assertThat(inbox.put(List.of(LINE), Inbox.MAX_BYTES / 2)).isTrue();
  }

  @Test
  void aLineBeyondTheBoundIsLetInAlone() {
    assertThat(inbox.put(List.of(LINE), 10L * Inbox.MAX_BYTES)).isTrue();
  }

  @Test
  void closingFreesTheReaderAndKeepsWhatWaits() throws Exception {
    inbox.put(List.of(LINE), Inbox.MAX_BYTES);
    CompletableFuture<Boolean> put = putInBackground(1, 1);
    awaitBlockedWriter();
    inbox.close();
    assertThat(put.get(20, TimeUnit.SECONDS)).isFalse();
    assertThat(inbox.put(List.of(LINE), 0)).isFalse();
    assertThat(inbox.isFinished()).isFalse();
    assertThat(inbox.take(Long.MAX_VALUE)).containsExactly(LINE);
    assertThat(inbox.isFinished()).isTrue();
    assertThat(inbox.take(Long.MAX_VALUE)).isEmpty();
  }
}
