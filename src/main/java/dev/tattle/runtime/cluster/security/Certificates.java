package dev.tattle.runtime.cluster.security;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate with its key, and the authority. They have been checked to belong together.
 *
 * @param own the certificate and key of this process
 * @param authority the authority whose certificates it accepts
 */
record Certificates(KeyCertOptions own, TrustOptions authority) {
  private static final byte[] PROBE = {1, 2, 3};

  /** The JDK's cipher name with which only the permitted use of a certificate is checked. */
  private static final String ANY_CIPHER = "UNKNOWN";

  /**
   * Reads the certificate, the key and the authority.
   *
   * @param contents the contents of the files, in the order of the files
   * @throws BadFileException if a file can't be used, or they do not belong together
   */
  static Certificates read(Vertx vertx, TlsFiles files, List<byte[]> contents)
      throws BadFileException {
    X509Certificate[] chain = Authorities.certificates(files.certificate(), contents.get(0));
    Authorities.certificates(files.authority(), contents.get(2));
    PemKeyCertOptions own =
        new PemKeyCertOptions()
            .setCertValue(Buffer.buffer(contents.get(0)))
            .setKeyValue(Buffer.buffer(contents.get(1)));
    PemTrustOptions authority = new PemTrustOptions().addCertValue(Buffer.buffer(contents.get(2)));
    PublicKey open = chain[0].getPublicKey();
    if (!belongTogether(key(vertx, own, open, files.key()), open)) {
      throw files
          .key()
          .bad("it is not the key of the certificate in " + files.certificate().path());
    }
    checkIssued(vertx, authority, chain, files);
    return new Certificates(own, authority);
  }

  private static PrivateKey key(Vertx vertx, PemKeyCertOptions own, PublicKey open, NamedFile file)
      throws BadFileException {
    try {
      for (KeyManager manager : own.getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager keys) {
          String[] aliases = keys.getServerAliases(open.getAlgorithm(), null);
          if (aliases != null && aliases.length > 0) {
            return keys.getPrivateKey(aliases[0]);
          }
        }
      }
    } catch (Exception e) { // Vert.x declares it. Its message may quote the file, so it is dropped.
      // The exception below says it.
    }
    throw file.bad(
        "expected an RSA or EC key in PEM, without a password, as in -----BEGIN PRIVATE KEY-----");
  }

  private static boolean belongTogether(PrivateKey key, PublicKey open) {
    try {
      Signature signature =
          Signature.getInstance(
              "SHA256with" + (open.getAlgorithm().equals("EC") ? "ECDSA" : "RSA"));
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void checkIssued(
      Vertx vertx, PemTrustOptions authority, X509Certificate[] chain, TlsFiles files)
      throws BadFileException {
    try {
      for (TrustManager manager : authority.getTrustManagerFactory(vertx).getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          trust.checkServerTrusted(chain, ANY_CIPHER);
          trust.checkClientTrusted(chain, ANY_CIPHER);
        }
      }
    } catch (Exception e) { // Vert.x declares it.
      throw files
          .certificate()
          .bad(
              "expected a certificate for servers and clients of the authority in %s, valid now; %s"
                  .formatted(files.authority().path(), reason(e)));
    }
  }

  private static String reason(Exception e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }
}
