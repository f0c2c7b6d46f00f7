package dev.tattle.perf;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * A program that only copies its standard input to its standard output. It shows the least time in
 * which a JVM starts, and in which it passes on a line.
 */
public final class LineCopier {
  private static final int BUFFER_BYTES = 64 * 1024;

  private LineCopier() {}

  public static void main(String[] args) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (FileInputStream in = new FileInputStream(FileDescriptor.in);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
      }
    }
  }
}
