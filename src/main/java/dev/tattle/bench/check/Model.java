package dev.tattle.bench.check;

import dev.tattle.core.Json;
import org.jspecify.annotations.Nullable;

/** The sequential behaviour of one object. A model is pure. */
public interface Model {
  /** The state before the first operation. */
  Json initial();

  /** True if an operation with this argument and result never changes the state. */
  boolean onlyReads(String f, Json value);

  /**
   * Does an operation.
   *
   * @param value argument and result, as the history has them after the operation
   * @return the state after it; null if the operation can't happen in this state
   */
  @Nullable Json step(Json state, String f, Json value);
}
