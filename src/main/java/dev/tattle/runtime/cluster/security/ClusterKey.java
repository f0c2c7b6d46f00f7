package dev.tattle.runtime.cluster.security;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that all nodes of a cluster have in common. It never leaves this class, but as
 * HMAC-SHA-256 of what both sides know.
 *
 * <p>Thread rule: immutable.
 */
public final class ClusterKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_BYTES = 16;

  private final SecretKey secret;

  private ClusterKey(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * Reads one; white space around it does not count.
   *
   * @throws BadFileException where there is none, or it is shorter than 16 bytes
   */
  public static ClusterKey read(NamedFile file) throws BadFileException {
    byte[] secret = trimmed(file.read());
    if (secret.length < LEAST_BYTES) {
      throw file.bad(
          "expected at least %d bytes, as from openssl rand -hex 32, but there are %d"
              .formatted(LEAST_BYTES, secret.length));
    }
    return new ClusterKey(secret);
  }

  private static byte[] trimmed(byte[] content) {
    // Each byte is one character, and back.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.trim().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Proves that whoever made it has the key. No two lists of parts have the same. */
  public byte[] prove(List<byte[]> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (byte[] part : parts) {
        out.writeInt(part.length);
        out.write(part);
      }
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** True where it proves that whoever made it has the key. Takes as long for any proof. */
  public boolean isProof(byte[] proof, List<byte[]> parts) {
    return MessageDigest.isEqual(proof, prove(parts));
  }

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "a cluster key";
  }
}
