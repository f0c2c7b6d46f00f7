package dev.tattle.runtime.cluster.client;

import java.io.IOException;

/** Says that no node has answered in time. */
public final class ServiceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isUnknown;

  ServiceException(String text, boolean isUnknown) {
    super(text);
    this.isUnknown = isUnknown;
  }

  /** Tells whether the call may have been done. If false, it was not done. */
  public boolean isUnknown() {
    return isUnknown;
  }
}
