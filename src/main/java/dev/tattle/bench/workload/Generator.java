package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Outcome;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Chooses the next operation of a run. The bench asks it when an operation is due and a process is
 * free, and tells it how each operation ended. A generator may go through phases. It must be
 * deterministic: the same randomness and completions lead to the same answers.
 */
public interface Generator {
  /** A generator's answer. */
  sealed interface Next {}

  /** Do this operation now. */
  record Do(Invocation invocation) implements Next {}

  /** The answers without an operation. */
  enum Idle implements Next {
    /** No operation now; ask again later. */
    PENDING,
    /** No more operations. */
    DONE
  }

  /**
   * The process that is free, and the time.
   *
   * @param elapsedNanos since the first operation was due
   * @param worker the client's place, from 0; worker w talks to node w modulo the number of nodes
   * @param process the process that the worker runs now
   */
  record Turn(long elapsedNanos, int worker, long process) {}

  /** Returns the next operation for this process, or says that there is none. */
  Next next(Turn turn);

  /**
   * Handles the end of an operation.
   *
   * @param process that did it; a process whose operation ends {@code info} does nothing more
   */
  default void onCompletion(long process, Invocation invocation, Outcome outcome) {}

  /**
   * The final operations of one client, after all faults have ended. The bench asks when the client
   * is free, until the answer is {@link Idle#DONE} or a minute has passed. Empty if the run ends
   * without final operations. Either all clients of a run have final operations or none has.
   *
   * @param client from 0; client c talks to node c modulo the number of nodes
   */
  default Optional<Generator> atTheEnd(int client) {
    return Optional.empty();
  }

  /** Returns a generator of operations without end. */
  static Generator endless(Supplier<Invocation> operations) {
    return turn -> new Do(operations.get());
  }

  /** Returns a generator of operations without end; each client ends with {@code last}. */
  static Generator endless(Supplier<Invocation> operations, Invocation last) {
    return new Generator() {
      @Override
      public Next next(Turn turn) {
        return new Do(operations.get());
      }

      @Override
      public Optional<Generator> atTheEnd(int client) {
        return Optional.of(once(last));
      }
    };
  }

  /** Returns a generator of one operation. */
  static Generator once(Invocation invocation) {
    return new Generator() {
      private boolean isDone;

      @Override
      public Next next(Turn turn) {
        Next next = isDone ? Idle.DONE : new Do(invocation);
        isDone = true;
        return next;
      }
    };
  }
}
