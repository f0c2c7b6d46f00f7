package dev.tattle.cli;

import dev.tattle.bench.history.PlainText;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Standard output or error. What is printed may come from nodes and histories: none of it reaches
 * the terminal as anything but text.
 */
final class Terminal extends PrintWriter {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream stream;

  Terminal(PrintStream stream) {
    super(new Escaping(stream), true);
    this.stream = stream;
  }

  /** Empties the line on which the cursor stands. */
  void erase() {
    flush();
    stream.print(ERASE);
    stream.flush();
  }

  private static final class Escaping extends Writer {
    private final PrintStream stream;

    Escaping(PrintStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
      stream.print(PlainText.lines(new String(chars, offset, length)));
    }

    @Override
    public void flush() {
      stream.flush();
    }

    @Override
    public void close() {
      stream.flush();
    }
  }
}
