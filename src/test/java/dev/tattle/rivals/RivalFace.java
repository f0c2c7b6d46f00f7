package dev.tattle.rivals;

import dev.tattle.core.Body;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.http.CounterDesk;
import dev.tattle.runtime.cluster.http.CounterRouter;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.http.KnownNames;
import dev.tattle.runtime.cluster.http.Routes;
import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.Doorkeeper;
import dev.tattle.runtime.cluster.security.Sockets;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Serves the routes of the service with another engine behind its port, on one event loop. */
final class RivalFace {
  private static final long PATIENCE_SECONDS = 10;

  private final Rival rival;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final Log log = new Log(Log.Level.INFO, Log.Format.TEXT, System.err);

  private RivalFace(Rival rival) {
    this.rival = rival;
  }

  /** Serves until the process ends. */
  static void serve(Rival rival, int port) throws Exception {
    RivalFace face = new RivalFace(rival);
    CompletableFuture<Void> listens = new CompletableFuture<>();
    face.context.runOnContext(unused -> face.listen(port, listens));
    listens.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private void listen(int port, CompletableFuture<Void> listens) {
    KnownNames names = new KnownNames(vertx, this::ask);
    CounterRouter router = new CounterRouter(vertx, CounterEngine.NONE, this::ask, names, true);
    CounterDesk desk = CounterDesk.of(vertx, router, HttpLimits.DEFAULT);
    names.follow(() -> {});
    Routes.counters(Sockets.plain(vertx, log), log, Doorkeeper.ofAll(), desk)
        .listen(new HostPort(RivalOptions.HOST, port), true)
        .onSuccess(unused -> listens.complete(null))
        .onFailure(listens::completeExceptionally);
  }

  /** The engine lists no names. The routes know those that they have seen. */
  private void ask(Body question, Duration patience, Consumer<Body> answer) {
    if (question.type().equals("names")) {
      CounterEngine.NONE.ask(question, patience, answer);
    } else {
      rival.ask(question, patience, told -> context.runOnContext(unused -> answer.accept(told)));
    }
  }
}
