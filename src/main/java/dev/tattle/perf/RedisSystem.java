package dev.tattle.perf;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Redis with its append-only log.
 *
 * @param program its server
 * @param fsync when it syncs: always, or everysec
 */
record RedisSystem(Path program, String fsync) implements CounterSystem {
  static String name(String fsync) {
    return "Redis, " + fsync;
  }

  @Override
  public String name() {
    return name(fsync);
  }

  @Override
  public int processes() {
    return 1;
  }

  @Override
  public List<String> command(int process, List<Integer> ports) {
    String port = Integer.toString(CounterSystem.clientPort(ports, process));
    return List.of(
        program.toString(),
        "--bind",
        HOST,
        "--port",
        port,
        "--save",
        "",
        "--appendonly",
        "yes",
        "--appendfsync",
        fsync);
  }

  @Override
  public Requested ready() {
    return LoadRequest.redisReady();
  }

  @Override
  public Map<String, Requested> loads() {
    return Map.of(CounterPerf.INCREMENTS, LoadRequest.redisIncrement());
  }
}
