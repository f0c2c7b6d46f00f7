package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Outcome;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what is to be done next. It is asked when an operation is due and a process is free; it may
 * go through phases, and hears how each operation ended. The same answers must follow from the same
 * randomness and completions.
 */
public interface Generator {
  /** An answer. */
  sealed interface Next {}

  /** This operation, now. */
  record Do(Invocation invocation) implements Next {}

  /** What happens when there is no operation. */
  enum Idle implements Next {
    /** Nothing now; ask again later. */
    PENDING,
    /** Nothing more for good. */
    DONE
  }

  /**
   * Whose turn it is.
   *
   * @param elapsedNanos since the first operation was due
   * @param worker a client's place, from 0; the worker w talks to node w modulo their number
   * @param process that the worker carries now
   */
  record Turn(long elapsedNanos, int worker, long process) {}

  /** The next answer, for this process. */
  Next next(Turn turn);

  /**
   * An operation ended.
   *
   * @param process that did it; a process whose operation ends {@code info} does no more
   */
  default void onCompletion(long process, Invocation invocation, Outcome outcome) {}

  /**
   * What one client does after all faults have ended, until it answers {@link Idle#DONE} or a
   * minute has passed; it is asked when the client is free. Empty where the run ends without final
   * operations. It is the same for all clients of a run, or for none.
   *
   * @param client from 0; the client c talks to node c modulo their number
   */
  default Optional<Generator> atTheEnd(int client) {
    return Optional.empty();
  }

  /** Operations without end. */
  static Generator endless(Supplier<Invocation> operations) {
    return turn -> new Do(operations.get());
  }

  /** Operations without end, and a last one by each client. */
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

  /** One operation. */
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
