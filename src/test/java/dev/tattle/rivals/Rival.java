package dev.tattle.rivals;

import dev.tattle.core.Body;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One node of an engine that replicates counters. It accepts the same requests as a strong node:
 * {@code next}, {@code add} and a linearizable {@code read}, with the counter's name in {@code
 * strong}.
 *
 * <p>Thread rule: any thread asks; answers come on the engine's threads.
 */
interface Rival extends AutoCloseable {
  /** Asks a question. It gets one answer; if the outcome is unknown, an error with code 0. */
  void ask(Body question, Duration patience, Consumer<Body> answer);

  /** Answers with what becomes of a request, once that is known or the time is over. */
  static <T> void answer(
      CompletableFuture<T> request,
      Duration patience,
      BiFunction<T, Throwable, Body> body,
      Consumer<Body> answer) {
    CompletableFuture<Void> unused =
        request
            .copy()
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .handle(body)
            .thenAccept(answer);
  }

  @Override
  void close() throws IOException;
}
