package dev.tattle.runtime.cluster.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/**
 * A file that an option names.
 *
 * @param option the option's name as people write it
 */
public record NamedFile(String option, Path path) {
  private static final int MAX_BYTES = 1 << 20;

  /**
   * Reads the whole file.
   *
   * @throws BadFileException if the file can't be read, or is longer than 1 MiB
   */
  byte[] read() throws BadFileException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw bad("it is longer than 1 MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw bad("there is no such file");
    } catch (AccessDeniedException e) {
      throw bad("this user may not read it; change its owner or its mode");
    } catch (BadFileException e) {
      throw e;
    } catch (IOException e) {
      boolean hasReason = e instanceof FileSystemException failed && failed.getReason() != null;
      throw bad("it can't be read" + (hasReason ? "" : ": " + e.getMessage()));
    }
  }

  /**
   * Tells whether all users of this machine may read the file. Returns false if that can't be found
   * out.
   */
  public boolean isOpenToAll() {
    try {
      return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Creates an exception that says what is wrong with the file. */
  BadFileException bad(String problem) {
    return new BadFileException(this + ": " + problem);
  }

  @Override
  public String toString() {
    return option + " " + path;
  }
}
