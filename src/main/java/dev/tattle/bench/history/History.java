package dev.tattle.bench.history;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Records a history during a run. Time zero is the beginning of the first phase of operations. */
public final class History {
  private final LongSupplier clock;
  private final List<Operation> operations = new ArrayList<>();
  private final Map<Operation.Type, Long> clientCounts = new EnumMap<>(Operation.Type.class);
  private final SharedItems shared = new SharedItems();
  private final boolean hasCopies;
  private long originNanos;

  /**
   * Creates an empty history.
   *
   * @param clock shows the time in nanoseconds, from any origin
   * @param hasCopies whether equal values come as different objects; then the history keeps only
   *     one
   */
  public History(LongSupplier clock, boolean hasCopies) {
    this.clock = clock;
    this.hasCopies = hasCopies;
  }

  /** Sets time zero to now. */
  public void begin() {
    originNanos = clock.getAsLong();
  }

  /** The clock's time at time zero, in nanoseconds. */
  public long originNanos() {
    return originNanos;
  }

  /** Nanoseconds since time zero. */
  public long elapsedNanos() {
    return clock.getAsLong() - originNanos;
  }

  /** All operations until now, in order. */
  public List<Operation> operations() {
    return operations;
  }

  /** The last of the operations. */
  public Operation latest() {
    return operations.get(operations.size() - 1);
  }

  /** The number of entries of this type that clients have made. */
  public long clientCount(Operation.Type type) {
    return clientCounts.getOrDefault(type, 0L);
  }

  /** Records the begin of an operation. */
  public void invoke(long process, Invocation invocation, boolean isFinal) {
    Outcome begin = new Outcome(Operation.Type.INVOKE, invocation.value(), null);
    add(process, invocation, begin, isFinal);
  }

  /** Records the end of an operation. */
  public void complete(long process, Invocation invocation, Outcome outcome, boolean isFinal) {
    Json value = hasCopies ? shared.share(outcome.value()) : outcome.value();
    add(process, invocation, new Outcome(outcome.type(), value, outcome.error()), isFinal);
  }

  /** Records an act of a fault. */
  public void nemesis(String f, Json value) {
    Outcome act = new Outcome(Operation.Type.INFO, value, null);
    add(Operation.NEMESIS, new Invocation(f, value), act, false);
  }

  private void add(long process, Invocation invocation, Outcome outcome, boolean isFinal) {
    operations.add(
        new Operation(
            operations.size(),
            elapsedNanos(),
            outcome.type(),
            process,
            invocation.f(),
            outcome.value(),
            outcome.error(),
            isFinal,
            invocation.details()));
    if (process != Operation.NEMESIS) {
      clientCounts.merge(outcome.type(), 1L, Long::sum);
    }
  }
}
