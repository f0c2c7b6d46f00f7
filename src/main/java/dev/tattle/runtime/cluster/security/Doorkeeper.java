package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a token for what is asked; all, where there are no tokens. The file of the tokens
 * is read again when it changes.
 *
 * <p>Thread rule: the event loop, but for what makes one.
 */
public final class Doorkeeper {
  private static final String SCHEME = "bearer ";

  private final @Nullable WatchedFiles<AccessTokens> watched;
  private @Nullable AccessTokens tokens;

  private Doorkeeper(@Nullable WatchedFiles<AccessTokens> watched, @Nullable AccessTokens tokens) {
    this.watched = watched;
    this.tokens = tokens;
  }

  /** One who lets all in. */
  public static Doorkeeper ofAll() {
    return new Doorkeeper(null, null);
  }

  /**
   * One who asks for tokens, where there is a file of them.
   *
   * @throws BadFileException where it can't be used
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

  /** From now on, the file is looked at. */
  public void follow(Vertx vertx) {
    if (watched != null) {
      watched.follow(vertx, now -> tokens = now);
    }
  }

  /** True where nobody needs a token. */
  public boolean letsAllIn() {
    return tokens == null;
  }

  /**
   * The role of whoever asks.
   *
   * @param authorization the header of a request; null where there is none
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
