package dev.tattle.cli;

import dev.tattle.bench.history.PlainText;
import java.io.PrintWriter;

/** One line that is written over, where a terminal is attached to see it. */
record ProgressLine(PrintWriter err) {
  private static final boolean IS_SHOWN = Boolean.getBoolean("tattle.tty");

  void show(String line) {
    if (IS_SHOWN) {
      clear();
      err.print(PlainText.line(line));
      err.flush();
    }
  }

  /** Puts a line above. */
  void log(String line) {
    clear();
    err.println(PlainText.line(line));
    err.flush();
  }

  void clear() {
    if (IS_SHOWN && err instanceof Terminal terminal) {
      terminal.erase();
    }
  }
}
