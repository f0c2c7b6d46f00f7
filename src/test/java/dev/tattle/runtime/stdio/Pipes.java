package dev.tattle.runtime.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tattle.core.NodeFactory;
import dev.tattle.runtime.Log;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a runtime in the background, with the test at the other ends of its streams. */
final class Pipes implements AutoCloseable {
  private final PipedOutputStream toNode = new PipedOutputStream();
  private final PipedInputStream fromNode = new PipedInputStream(1 << 12);
  private final StdioRuntime runtime;
  private final BufferedReader answers;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  Pipes(NodeFactory factory, Log log) throws IOException {
    PipedOutputStream nodeOut = new PipedOutputStream(fromNode);
    runtime = new StdioRuntime(factory, new PipedInputStream(toNode, 1 << 16), nodeOut, log);
    answers = new BufferedReader(new InputStreamReader(fromNode, UTF_8));
    Thread thread =
        new Thread(
            () -> {
              try (nodeOut) {
                runtime.run();
                ended.complete(null);
              } catch (Exception e) {
                ended.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  StdioRuntime runtime() {
    return runtime;
  }

  /** Completes when the runtime has ended; exceptionally if it crashed. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  void write(String lines) throws IOException {
    toNode.write(lines.getBytes(UTF_8));
    toNode.flush();
  }

  /** Reads this many lines, or fewer if the node has ended. */
  List<String> read(int count) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    while (lines.size() < count && (line = answers.readLine()) != null) {
      lines.add(line);
    }
    return lines;
  }

  /** Waits until the pipe from the node is full. */
  void awaitOutput() throws IOException {
    while (fromNode.available() < 1 << 12) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    toNode.close();
    ended.orTimeout(30, TimeUnit.SECONDS).join();
  }
}
