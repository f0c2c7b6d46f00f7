package dev.tattle.runtime.cluster.security;

import java.util.Locale;

/** What the holder of a token may do. Each role includes all roles before it. */
public enum Role {
  /** What everybody may do, with or without a token. */
  OPEN,
  READ,
  WRITE,
  ADMIN;

  /** Tells whether this role includes the needed one. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** The role's name as people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
