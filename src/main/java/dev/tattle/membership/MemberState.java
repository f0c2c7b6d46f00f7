package dev.tattle.membership;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of a member, as others see it. Within an incarnation, a later constant replaces an
 * earlier one.
 */
public enum MemberState {
  /** The member answers. */
  ALIVE,
  /** The member did not answer some node, and has not contradicted since. */
  SUSPECT,
  /**
   * The member was suspected for too long. Only a new incarnation revives it, and only the member
   * can begin one.
   */
  DEAD,
  /** The member said that it leaves. */
  LEFT;

  /** True if the member counts as part of the group: alive or suspect. */
  public boolean isPresent() {
    return this == ALIVE || this == SUSPECT;
  }

  /** The name of the state, in messages and for people. */
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
