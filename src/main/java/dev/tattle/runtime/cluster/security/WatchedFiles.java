package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Files whose meaning is read again when they change. Each second they are looked at; what two
 * looks in a row have found the same is taken, so that nothing is taken that is half written. What
 * can't be used is told in one line, and what was read before stays.
 *
 * <p>Thread rule: the event loop; files are read on another thread.
 */
final class WatchedFiles<T> {
  /** Makes sense of files; given their contents in the order of their names. Any thread. */
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

  /** What a look found: either contents or a problem. */
  private record Look(List<byte[]> contents, String problem) {}

  /** Files that have not been read yet. */
  WatchedFiles(Log log, List<NamedFile> files, Reader<T> reader) {
    this.log = log;
    this.files = files;
    this.reader = reader;
    taken = List.of();
    seen = List.of();
  }

  /** Reads them now; on any thread, before {@link #follow}. */
  T read() throws BadFileException {
    taken = contents();
    seen = taken;
    return reader.read(taken);
  }

  /** Looks again and again from now on, until Vert.x is closed. */
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
      taken = look.contents; // Good or bad, it is not tried again.
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
      log.event(Log.Level.ERROR, "files-refused", now + "; going on with what was there before");
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
