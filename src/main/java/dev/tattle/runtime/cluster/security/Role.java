package dev.tattle.runtime.cluster.security;

import java.util.Locale;

/** What somebody may do; each may do what those before it may. */
public enum Role {
  /** What everybody may do, with a token or without. */
  OPEN,
  READ,
  WRITE,
  ADMIN;

  /** True where this is enough. */
  public boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
