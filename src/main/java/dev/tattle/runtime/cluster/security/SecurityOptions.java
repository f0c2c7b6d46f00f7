package dev.tattle.runtime.cluster.security;

import org.jspecify.annotations.Nullable;

/**
 * What a process is told to keep strangers out.
 *
 * @param tls null where connections are plain
 */
public record SecurityOptions(@Nullable TlsFiles tls) {
  /** Whoever reaches the process may do everything, and read what is on the wire. */
  public static final SecurityOptions NONE = new SecurityOptions(null);
}
