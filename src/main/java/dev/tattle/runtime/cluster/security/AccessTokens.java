package dev.tattle.runtime.cluster.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The access tokens of a file, which has a role and a token on each line. Only the digests are kept
 * in memory.
 *
 * <p>Thread rule: immutable.
 */
final class AccessTokens {
  private static final int MAX_TOKENS = 1_000;
  private static final int MAX_CHARS = 1_024;

  /** The form of a token that fits a header unchanged (RFC 6750, section 2.1). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16," + MAX_CHARS + "}=*");

  private final List<Entry> entries;

  private AccessTokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  private static final class Entry {
    private final Role role;
    private final byte[] digest;

    Entry(Role role, byte[] digest) {
      this.role = role;
      this.digest = digest;
    }
  }

  /**
   * Reads the tokens of a file.
   *
   * @throws BadFileException if a line is neither a role and a token nor a comment; the message has
   *     the line's number and nothing of its content
   */
  static AccessTokens read(NamedFile file, byte[] content) throws BadFileException {
    List<Entry> entries = new ArrayList<>();
    String[] lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(file, i + 1, line.split("\\s+")));
      }
    }
    if (entries.isEmpty() || entries.size() > MAX_TOKENS) {
      throw file.bad(
          "expected 1 to %d tokens, but there are %d".formatted(MAX_TOKENS, entries.size()));
    }
    return new AccessTokens(entries);
  }

  private static Entry entry(NamedFile file, int number, String[] words) throws BadFileException {
    for (Role role : Role.values()) {
      if (role != Role.OPEN
          && words.length == 2
          && words[0].equals(role.word())
          && TOKEN.matcher(words[1]).matches()) {
        return new Entry(role, digest(words[1]));
      }
    }
    throw file.bad(
        "line %d: expected read, write or admin, and a token of at least 16 letters and digits, as"
                .formatted(number)
            + " from openssl rand -hex 32");
  }

  /**
   * The role of a token; {@link Role#OPEN} if it is unknown. Takes the same time for every token.
   */
  Role role(String token) {
    byte[] digest = digest(token.length() > MAX_CHARS ? "" : token);
    Role found = Role.OPEN;
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.digest, digest) && entry.role.covers(found)) {
        found = entry.role;
      }
    }
    return found;
  }

  private static byte[] digest(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return digest.digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
