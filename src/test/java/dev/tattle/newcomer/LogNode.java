package dev.tattle.newcomer;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first node has the log, and the others pass requests on to it. */
class LogNode implements Node {
  /** More messages are left to the next poll. */
  private static final int MOST_MESSAGES = 10;

  private final Environment environment;
  private final List<Json> log = new ArrayList<>();
  private final Map<Long, Message> passedOn = new LinkedHashMap<>();
  private long asked;
  private long committed;

  LogNode(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "ask" -> {
        Body request = new Body(body.text("do"), 0L, null, body.object("fields"));
        Body reply = answer(new Message(message.src(), message.dest(), request));
        Json fields = new Json.Obj(reply.fields());
        out.send(
            message.src(),
            Body.of(
                "answer", "id", body.json("id"), "do", Json.of(reply.type()), "fields", fields));
      }
      case "answer" -> {
        Message request = passedOn.remove(body.integer("id"));
        if (request != null) {
          out.reply(request, new Body(body.text("do"), null, null, body.object("fields")));
        }
      }
      default -> {
        if (leads()) {
          out.reply(message, answer(message));
        } else {
          passOn(message, out);
        }
      }
    }
  }

  private boolean leads() {
    return environment.self().equals(environment.nodes().get(0));
  }

  private void passOn(Message message, Outbox out) {
    passedOn.put(++asked, message);
    Json fields = new Json.Obj(message.body().fields());
    Json type = Json.of(message.body().type());
    out.send(
        environment.nodes().get(0),
        Body.of("ask", "id", Json.of(asked), "do", type, "fields", fields));
  }

  private Body answer(Message message) {
    Body body = message.body();
    return switch (body.type()) {
      case "send" -> {
        append(body.json("msg"));
        yield Body.of("send_ok", "offset", Json.of(log.size() - 1));
      }
      case "poll" -> Body.of("poll_ok", "msgs", Json.array(from((int) body.integer("offset"))));
      case "commit" -> {
        committed = Math.max(committed, body.integer("offset"));
        yield Body.of("commit_ok");
      }
      case "committed" -> Body.of("committed_ok", "offset", Json.of(committed));
      default -> throw NodeHost.notSupported(message);
    };
  }

  private List<Json> from(int offset) {
    List<Json> messages = new ArrayList<>();
    for (int i = offset; i < log.size() && messages.size() < MOST_MESSAGES; i++) {
      messages.add(Json.array(Json.of(i), log.get(i)));
    }
    return messages;
  }

  void append(Json value) {
    log.add(value);
  }

  /** Writes each third value over the one before. */
  static final class Overwriting extends LogNode {
    private Json latest = Json.NULL;
    private int appends;

    Overwriting(Environment environment) {
      super(environment);
    }

    @Override
    void append(Json value) {
      super.append(++appends % 3 == 0 ? latest : value);
      latest = value;
    }
  }
}
