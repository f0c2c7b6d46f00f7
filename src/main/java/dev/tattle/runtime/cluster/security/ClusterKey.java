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
 * The secret that all nodes of a cluster share. It leaves this class only as an HMAC-SHA-256 of
 * data that both sides know.
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
   * Reads a key. White space around it is ignored.
   *
   * @throws BadFileException if the file has no key, or one shorter than 16 bytes
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
    // ISO 8859-1 maps each byte to one character and back.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.trim().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Makes a proof that its maker has the key. Different lists of parts have different proofs. */
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

  /**
   * Tells whether a proof shows that its maker has the key. Takes the same time for every proof.
   */
  public boolean isProof(byte[] proof, List<byte[]> parts) {
    return MessageDigest.isEqual(proof, prove(parts));
  }

  /** Reveals nothing of the secret. */
  @Override
  public String toString() {
    return "a cluster key";
  }
}
