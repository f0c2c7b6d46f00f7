package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Watches files and reads them again when they change. It looks once a second and accepts a content
 * only if two looks in a row found the same, because a file may be half written. If the content
 * can't be used, it logs one line and keeps the earlier content.
 *
 * <p>Thread rule: the event loop; files are read on another thread.
 */
final class WatchedFiles<T> {
  /** Parses the files' contents, given in the order of the files. For any thread. */
  @FunctionalInterface
  interface Reader<T> {
    T read(List<byte[]> contents) throws BadFileException;
  }

  private static final long LOOK_MILLIS = 1_000;

  private final Log log;
  private final List<NamedFile> files;
  private final Reader<T> reader;
  private List<byte[]> taken;
  private List<byte[]> seen;
  private String problem = "";

  /** The result of one look: either contents or a problem. */
  private record Look(List<byte[]> contents, String problem) {}

  /** Prepares to watch files. Reads nothing yet. */
  WatchedFiles(Log log, List<NamedFile> files, Reader<T> reader) {
    this.log = log;
    this.files = files;
    this.reader = reader;
    taken = List.of();
    seen = List.of();
  }

  /** Reads the files now. For any thread, before {@link #follow}. */
  T read() throws BadFileException {
    taken = contents();
    seen = taken;
    return reader.read(taken);
  }

  /** Looks at the files every second until Vert.x is closed. */
  void follow(Vertx vertx, Consumer<T> changed) {
    vertx.setPeriodic(LOOK_MILLIS, timer -> look(vertx, timer, changed));
  }

  private void look(Vertx vertx, long timer, Consumer<T> changed) {
    try {
      vertx.executeBlocking(this::look, false).onSuccess(look -> onLook(vertx, look, changed));
    } catch (RejectedExecutionException closing) {
      vertx.cancelTimer(timer);
    }
  }

  private Look look() {
    try {
      return new Look(contents(), "");
    } catch (BadFileException e) {
      return new Look(List.of(), String.valueOf(e.getMessage()));
    }
  }

  private List<byte[]> contents() throws BadFileException {
    List<byte[]> contents = new ArrayList<>();
    for (NamedFile file : files) {
      contents.add(file.read());
    }
    return contents;
  }

  private void onLook(Vertx vertx, Look look, Consumer<T> changed) {
    boolean isSettled = areEqual(look.contents, seen);
    seen = look.contents;
    if (!isSettled) {
      return;
    }
    if (!look.problem.isEmpty()) {
      tell(look.problem);
    } else if (!areEqual(look.contents, taken)) {
      taken = look.contents; // The same content is not tried again, good or bad.
      vertx
          .executeBlocking(() -> reader.read(look.contents), false)
          .onSuccess(
              value -> {
                problem = "";
                log.event(Log.Level.INFO, "files-read", files + " changed, and were read again");
                changed.accept(value);
              })
          .onFailure(e -> tell(String.valueOf(e.getMessage())));
    }
  }

  private void tell(String now) {
    if (!now.equals(problem)) {
      log.event(
          Log.Level.ERROR, "files-refused", now + "; still using the files as they were before");
    }
    problem = now;
  }

  private static boolean areEqual(List<byte[]> some, List<byte[]> others) {
    if (some.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < some.size(); i++) {
      if (!Arrays.equals(some.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
