package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The token that this process sends to other servers, read from a file.
 *
 * <p>Thread rule: for all threads.
 */
public final class BearerToken {
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1024}");

  private final WatchedFiles<String> watched;
  private volatile String header;

  private BearerToken(WatchedFiles<String> watched) throws BadFileException {
    this.watched = watched;
    header = watched.read();
  }

  /**
   * Reads a token. White space around it is ignored.
   *
   * @throws BadFileException if the file does not hold exactly one token
   */
  public static BearerToken read(Log log, NamedFile file) throws BadFileException {
    return new BearerToken(
        new WatchedFiles<>(log, List.of(file), contents -> header(file, contents.get(0))));
  }

  private static String header(NamedFile file, byte[] content) throws BadFileException {
    String token = new String(content, StandardCharsets.UTF_8).strip();
    if (!TOKEN.matcher(token).matches()) {
      throw file.bad("expected one token, and nothing else");
    }
    return "Bearer " + token;
  }

  /** Watches the file from now on. */
  public void follow(Vertx vertx) {
    watched.follow(vertx, now -> header = now);
  }

  /** The value of the {@code Authorization} header. */
  public String header() {
    return header;
  }

  /** Reveals nothing of the token. */
  @Override
  public String toString() {
    return "a token";
  }
}
