package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.Collection;

/** A checker's verdict. */
public enum Verdict {
  /** All is right. */
  VALID,
  /** Nothing is wrong, but too little happened to say more. */
  UNKNOWN,
  /** Something is wrong. */
  INVALID;

  /** The verdict as it stands under {@code "valid?"}. */
  public Json json() {
    return this == UNKNOWN ? Json.of("unknown") : Json.of(this == VALID);
  }

  /** {@link #VALID} if true, else {@link #INVALID}. */
  public static Verdict of(boolean valid) {
    return valid ? VALID : INVALID;
  }

  /** The verdict in a checker's result. */
  public static Verdict of(Json.Obj result) {
    Json valid = result.fields().get("valid?");
    for (Verdict verdict : values()) {
      if (verdict.json().equals(valid)) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("not a verdict: " + valid);
  }

  /** The worst verdict; {@link #VALID} if there are none. */
  public static Verdict worst(Collection<Verdict> verdicts) {
    return verdicts.stream().reduce(VALID, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }
}
