package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the role of a request from its token. Without a file of tokens, every request is allowed.
 * The file is read again when it changes.
 *
 * <p>Thread rule: the event loop, except the factory methods.
 */
public final class Doorkeeper {
  private static final String SCHEME = "bearer ";

  private final @Nullable WatchedFiles<AccessTokens> watched;
  private @Nullable AccessTokens tokens;

  private Doorkeeper(@Nullable WatchedFiles<AccessTokens> watched, @Nullable AccessTokens tokens) {
    this.watched = watched;
    this.tokens = tokens;
  }

  /** Creates a doorkeeper that allows every request. */
  public static Doorkeeper ofAll() {
    return new Doorkeeper(null, null);
  }

  /**
   * Creates a doorkeeper that asks for tokens if there is a file of them.
   *
   * @throws BadFileException if the file can't be used
   */
  public static Doorkeeper of(Log log, @Nullable NamedFile file) throws BadFileException {
    if (file == null) {
      return ofAll();
    }
    WatchedFiles<AccessTokens> watched =
        new WatchedFiles<>(
            log, List.of(file), contents -> AccessTokens.read(file, contents.get(0)));
    return new Doorkeeper(watched, watched.read());
  }

  /** Watches the file from now on. */
  public void follow(Vertx vertx) {
    if (watched != null) {
      watched.follow(vertx, now -> tokens = now);
    }
  }

  /** Tells whether every request is allowed. */
  public boolean letsAllIn() {
    return tokens == null;
  }

  /**
   * The role of a request.
   *
   * @param authorization the request's {@code Authorization} header; null if there is none
   */
  public Role role(@Nullable String authorization) {
    if (tokens == null) {
      return Role.ADMIN;
    }
    boolean hasToken =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    return authorization == null || !hasToken
        ? Role.OPEN
        : tokens.role(authorization.substring(SCHEME.length()).strip());
  }
}
