package dev.tattle.runtime.cluster.client;

import java.io.IOException;

/** No node has answered in time. */
public final class ServiceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isUnknown;

  ServiceException(String text, boolean isUnknown) {
    super(text);
    this.isUnknown = isUnknown;
  }

  /** True where nobody knows whether what was asked was done; else it was not. */
  public boolean isUnknown() {
    return isUnknown;
  }
}
