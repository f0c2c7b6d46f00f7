package dev.tattle.membership;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a member is to others. Of one incarnation, a later state replaces an earlier one. */
public enum MemberState {
  /** It answers. */
  ALIVE,
  /** It did not answer somebody, and has not said since that it is alive. */
  SUSPECT,
  /**
   * It was suspected for too long. Only a new incarnation, which it alone can begin, revives it.
   */
  DEAD,
  /** It said that it goes. */
  LEFT;

  /** True where it is to be counted on: alive, as far as anybody can say. */
  public boolean isPresent() {
    return this == ALIVE || this == SUSPECT;
  }

  /** As it stands in messages and in what people read. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static @Nullable MemberState of(String word) {
    for (MemberState state : values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    return null;
  }
}
