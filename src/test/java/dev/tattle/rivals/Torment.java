package dev.tattle.rivals;

import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.strong.StrongCountersChecker;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients take numbers from counters and read them while nodes are killed and stopped. Then the
 * bench's checker of strong counters judges the history. Every second has a counter of its own, so
 * that each history is short.
 */
final class Torment {
  private static final int CLIENTS = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long PAUSE_MILLIS = 2;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final Contest contest;
  private final long beganNanos = System.nanoTime();
  private final List<Operation> history = new ArrayList<>();
  private final AtomicLong processes = new AtomicLong();
  private final List<Long> gapsMillis = new ArrayList<>();
  private long lastOkNanos = beganNanos;
  private long longestGapNanos;
  private volatile boolean isOver;

  Torment(Contest contest) {
    this.contest = contest;
  }

  /** The result, for people. */
  record Result(Findings findings, long ok, long failed, long unknown, List<Long> gapsMillis) {}

  /** Torments running nodes for this long. */
  Result run(Duration time, long seed) throws IOException, InterruptedException {
    List<Thread> clients = new ArrayList<>();
    SplittableRandom root = new SplittableRandom(seed);
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom random = root.split();
      clients.add(new Thread(() -> work(random), "client " + i));
    }
    clients.forEach(Thread::start);
    faults(time, root);
    contest.startAll();
    isOver = true;
    for (Thread client : clients) {
      client.join();
    }
    readAll();
    long ok = count(Operation.Type.OK);
    return new Result(
        new StrongCountersChecker().check(history),
        ok,
        count(Operation.Type.FAIL),
        count(Operation.Type.INFO),
        gapsMillis);
  }

  private long count(Operation.Type type) {
    return history.stream().filter(each -> each.type() == type).count();
  }

  private void faults(Duration time, SplittableRandom random)
      throws IOException, InterruptedException {
    while (System.nanoTime() - beganNanos < time.toNanos()) {
      Thread.sleep(1_500);
      takeGap();
      String node = Contest.NODES.get(random.nextInt(Contest.NODES.size()));
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          contest.kill(node);
          Thread.sleep(1_500);
          contest.startAll();
        }
        case 2, 3 -> {
          contest.pause(node, true);
          Thread.sleep(1_000 + random.nextInt(1_500));
          contest.pause(node, false);
        }
        default -> {
          for (String each : Contest.NODES) {
            contest.kill(each);
          }
          contest.startAll();
        }
      }
      gapsMillis.add(takeGap());
    }
  }

  /** The longest time without any answer since the last call. */
  private synchronized long takeGap() {
    long gap = Math.max(longestGapNanos, System.nanoTime() - lastOkNanos);
    longestGapNanos = 0;
    lastOkNanos = System.nanoTime();
    return Duration.ofNanos(gap).toMillis();
  }

  private void work(SplittableRandom random) {
    long process = processes.getAndIncrement();
    HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      while (!isOver) {
        String node = Contest.NODES.get(random.nextInt(Contest.NODES.size()));
        String counter = "t" + Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds();
        boolean isRead = random.nextInt(4) == 0;
        if (attempt(http, node, counter, isRead, process) == Operation.Type.INFO) {
          process = processes.getAndIncrement();
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll() throws InterruptedException {
    long process = processes.getAndIncrement();
    HttpClient http = HttpClient.newHttpClient();
    long seconds = Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds();
    for (long second = 0; second <= seconds; second++) {
      for (String node : Contest.NODES) {
        attempt(http, node, "t" + second, true, process);
      }
    }
  }

  private Operation.Type attempt(
      HttpClient http, String node, String counter, boolean isRead, long process)
      throws InterruptedException {
    String f = isRead ? "read" : "next";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(contest.uri(node, "/counters/" + counter + (isRead ? "" : "/next")))
            .timeout(PATIENCE);
    if (!isRead) {
      request.POST(BodyPublishers.noBody());
    }
    note(Operation.Type.INVOKE, process, f, Json.array(Json.of(counter), Json.object()));
    Json value = Json.array(Json.of(counter), Json.object());
    Operation.Type type;
    try {
      HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
      if (answer.statusCode() == OK
          && JsonCodec.parse(answer.body()) instanceof Json.Obj told
          && told.fields().get("value") instanceof Json.Int number) {
        type = Operation.Type.OK;
        value = Json.array(Json.of(counter), Json.object("value", number));
      } else {
        type =
            answer.statusCode() == UNAVAILABLE || isRead
                ? Operation.Type.FAIL
                : Operation.Type.INFO;
      }
    } catch (ConnectException nobodyListens) {
      type = Operation.Type.FAIL;
    } catch (IOException | WireException lost) {
      type = isRead ? Operation.Type.FAIL : Operation.Type.INFO;
    }
    note(type, process, f, value);
    return type;
  }

  private synchronized void note(Operation.Type type, long process, String f, Json value) {
    long now = System.nanoTime();
    if (type == Operation.Type.OK) {
      longestGapNanos = Math.max(longestGapNanos, now - lastOkNanos);
      lastOkNanos = now;
    }
    history.add(
        new Operation(history.size(), now - beganNanos, type, process, f, value, null, false));
  }
}
