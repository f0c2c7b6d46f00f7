package dev.tattle.runtime.cluster.peer;

/**
 * An address to listen at or connect to: {@code localhost:8001}, {@code [::1]:8001}.
 *
 * @param host a name or an address, without brackets
 * @param port 0 stands for any free port
 */
public record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;
  private static final String EXPECTED = "expected host:port, as in localhost:8001, but it is '";

  /** Reads {@code host:port}; an IPv6 address must be in brackets. */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    if (isBracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (host.isEmpty() || (!isBracketed && host.indexOf(':') >= 0) || !isPlain(host)) {
      throw new IllegalArgumentException(EXPECTED + text + "'");
    }
    return new HostPort(host, port(text, text.substring(colon + 1)));
  }

  private static int port(String text, String digits) {
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException(EXPECTED + text + "'");
    }
    int port = Integer.parseInt(digits);
    if (port > MAX_PORT) {
      throw new IllegalArgumentException(
          "expected a port from 0 to " + MAX_PORT + ", but it is " + digits);
    }
    return port;
  }

  private static boolean isPlain(String host) {
    return host.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/' && c != '@');
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
