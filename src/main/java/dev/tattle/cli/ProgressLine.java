package dev.tattle.cli;

import java.io.PrintWriter;

/** One line that is written over, where a terminal is attached to see it. */
record ProgressLine(PrintWriter err) {
  private static final boolean IS_SHOWN = Boolean.getBoolean("tattle.tty");
  private static final String ERASE = "\r\u001b[K";

  void show(String line) {
    if (IS_SHOWN) {
      err.print(ERASE + line);
      err.flush();
    }
  }

  /** Puts a line above. */
  void log(String line) {
    clear();
    err.println(line);
    err.flush();
  }

  void clear() {
    if (IS_SHOWN) {
      err.print(ERASE);
      err.flush();
    }
  }
}
