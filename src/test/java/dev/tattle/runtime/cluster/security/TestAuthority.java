package dev.tattle.runtime.cluster.security;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.ssl.SSLContext;

/** Creates an authority and its certificates, in the files of one folder. */
public final class TestAuthority {
  private final Path folder;
  private final X509Bundle authority;

  public TestAuthority(Path folder) throws Exception {
    this.folder = folder;
    authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    write("ca.pem", authority.getCertificatePEM());
  }

  /** Writes a certificate for localhost, and its key, in place of those that were there before. */
  public TlsFiles issue(String subject) throws Exception {
    X509Bundle issued =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + subject)
            .addSanDnsName("localhost")
            .addSanIpAddress("127.0.0.1")
            .addExtendedKeyUsageServerAuth()
            .addExtendedKeyUsageClientAuth()
            .buildIssuedBy(authority);
    write("key.pem", issued.getPrivateKeyPEM());
    write("cert.pem", issued.getCertificatePathPEM());
    return files();
  }

  public TlsFiles files() {
    return TlsFiles.of(file("cert.pem"), file("key.pem"), file("ca.pem"));
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Whole at once, as those do who renew certificates. */
  public void write(String name, String text) throws IOException {
    Path part = Files.writeString(folder.resolve(name + ".part"), text);
    Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A client that accepts certificates of this authority only, and shows none. */
  public SSLContext client() throws IOException {
    return Authorities.in(file("ca.pem"));
  }
}
