package dev.tattle.bench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.nodes.StrongMachine;
import dev.tattle.raft.Machine;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One node of a service with the HTTP API of strong counters. It keeps them in a state machine. */
final class StrongServer implements AutoCloseable {
  private static final int CONFLICT = 409;

  private final Machine machine;
  private final HttpServer server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  /**
   * Creates a node. Several nodes may share one machine, which handles their requests one after the
   * other.
   */
  StrongServer(Machine machine) throws IOException {
    this.machine = machine;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(thread);
    server.createContext("/counters/", this::handle);
    server.createContext("/next", exchange -> shortForm(exchange, "next"));
    server.createContext("/get", exchange -> shortForm(exchange, "read"));
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
    String operation = path.length > 3 ? path[3].replace('-', '_') : "read";
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("strong", Json.of(URLDecoder.decode(path[2], UTF_8)));
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    if (key != null) {
      fields.put("key", Json.of(key));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (body.length > 0) {
      fields.putAll(fields(body));
    }
    if (fields.containsKey("amount")) {
      fields.put("delta", fields.remove("amount"));
    }
    Body answer = answer(new Body(operation, null, null, fields));
    boolean isError = answer.type().equals("error");
    byte[] json = JsonCodec.format(new Json.Obj(answer.fields())).getBytes(UTF_8);
    exchange.sendResponseHeaders(isError ? CONFLICT : 200, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }

  private Body answer(Body request) {
    synchronized (machine) {
      return request.type().equals("read")
          ? machine.read(request)
          : machine.reply(request, machine.apply(StrongMachine.command(request)));
    }
  }

  /** As other people's services do it: the number alone. */
  private void shortForm(HttpExchange exchange, String operation) throws IOException {
    Body answer = answer(Body.of(operation, "strong", Json.of("numbers")));
    byte[] text = (answer.integer("value") + "\n").getBytes(UTF_8);
    exchange.sendResponseHeaders(200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private static Map<String, Json> fields(byte[] body) throws IOException {
    try {
      return ((Json.Obj) JsonCodec.parse(body)).fields();
    } catch (dev.tattle.wire.WireException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdown();
  }
}
