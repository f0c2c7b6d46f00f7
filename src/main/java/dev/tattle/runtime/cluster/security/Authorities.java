package dev.tattle.runtime.cluster.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads the certificate authorities that clients accept. */
public final class Authorities {
  private Authorities() {}

  /**
   * Creates a context that accepts the certificates of the authorities in a file.
   *
   * @throws BadFileException if the file has none
   */
  public static SSLContext in(Path file) throws BadFileException {
    NamedFile named = new NamedFile("--tls-ca", file);
    Certificate[] all = certificates(named, named.read());
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : all) {
        store.setCertificateEntry(Integer.toString(number++), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw named.bad("it can't be used: " + e.getMessage());
    }
  }

  /** Reads the certificates in a file, at least one. */
  static X509Certificate[] certificates(NamedFile file, byte[] content) throws BadFileException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Collection<? extends Certificate> all =
          factory.generateCertificates(new ByteArrayInputStream(content));
      if (!all.isEmpty()) {
        return all.toArray(new X509Certificate[0]);
      }
    } catch (CertificateException e) {
      // The exception below says it.
    }
    throw file.bad("expected certificates in PEM, as in -----BEGIN CERTIFICATE-----");
  }
}
