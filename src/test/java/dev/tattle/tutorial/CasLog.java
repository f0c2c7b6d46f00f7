package dev.tattle.tutorial;

import dev.tattle.StdioNode;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.CallTimer;
import dev.tattle.core.rpc.Calls;
import dev.tattle.core.rpc.Completion;
import dev.tattle.core.rpc.KvClient;
import dev.tattle.core.rpc.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps each log as a list in lin-kv, and appends only to what it has just read. */
public final class CasLog implements Node {
  /** What a call to lin-kv is for. */
  private sealed interface Step {
    record ReadToSend(Message send) implements Step {}

    record Append(Message send, long offset) implements Step {}

    record ReadToPoll(Poll poll, String key) implements Step {}
  }

  /** A poll that collects one log after the other. */
  private record Poll(Message request, Map<String, Json> found) {
    Map<String, Json> offsets() {
      return request.body().object("offsets");
    }
  }

  private final Calls<Step> calls;
  private final KvClient<Step> kv;
  private final Map<String, Json> committed = new LinkedHashMap<>();

  public CasLog(Environment environment) {
    calls = new Calls<>(environment);
    kv = new KvClient<>(KvClient.LIN_KV, calls);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body request = message.body();
    switch (request.type()) {
      case "send" -> kv.read(request.json("key"), new Step.ReadToSend(message), out);
      case "poll" -> pollNext(new Poll(message, new LinkedHashMap<>()), out);
      case "commit_offsets" -> {
        committed.putAll(request.object("offsets"));
        out.reply(message, Body.of("commit_offsets_ok"));
      }
      case "list_committed_offsets" -> {
        Json offsets = new Json.Obj(committed(request.array("keys")));
        out.reply(message, Body.of("list_committed_offsets_ok", "offsets", offsets));
      }
      default -> {
        if (request.inReplyTo() == null) {
          throw NodeHost.notSupported(message);
        }
        calls.onMessage(message, out).ifPresent(done -> onDone(done, out));
      }
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    calls.onTimer((CallTimer) timer, out).ifPresent(done -> onDone(done, out));
  }

  private void onDone(Completion<Step> done, Outbox out) {
    if (done.context() instanceof Step.ReadToSend read) {
      append(read.send(), list(done.result()), out);
    } else if (done.context() instanceof Step.Append append) {
      onAppend(append, done.result(), out);
    } else if (done.context() instanceof Step.ReadToPoll read) {
      long offset = ((Json.Int) read.poll().offsets().get(read.key())).value();
      read.poll().found().put(read.key(), from(list(done.result()), offset));
      pollNext(read.poll(), out);
    }
  }

  private void append(Message send, List<Json> log, Outbox out) {
    List<Json> longer = new ArrayList<>(log);
    longer.add(send.body().json("msg"));
    Step next = new Step.Append(send, log.size());
    kv.casOrCreate(send.body().json("key"), Json.array(log), Json.array(longer), next, out);
  }

  private void onAppend(Step.Append append, Result result, Outbox out) {
    if (result instanceof Result.Ok) {
      out.reply(append.send(), Body.of("send_ok", "offset", Json.of(append.offset())));
    } else if (result instanceof Result.Failed failed && failed.is(RpcError.PRECONDITION_FAILED)) {
      kv.read(append.send().body().json("key"), new Step.ReadToSend(append.send()), out);
    } else {
      out.reply(append.send(), RpcError.TIMEOUT.body("nobody knows whether lin-kv has it"));
    }
  }

  private void pollNext(Poll poll, Outbox out) {
    for (String key : poll.offsets().keySet()) {
      if (!poll.found().containsKey(key)) {
        kv.read(Json.of(key), new Step.ReadToPoll(poll, key), out);
        return;
      }
    }
    out.reply(poll.request(), Body.of("poll_ok", "msgs", new Json.Obj(poll.found())));
  }

  /**
   * What lin-kv has. If it does not answer, an empty list: then a poll is late, and a cas fails.
   */
  private static List<Json> list(Result read) {
    return read instanceof Result.Ok ok ? ok.body().array("value") : List.of();
  }

  private static Json from(List<Json> log, long offset) {
    List<Json> messages = new ArrayList<>();
    for (int i = (int) offset; i < log.size(); i++) {
      messages.add(Json.array(Json.of(i), log.get(i)));
    }
    return Json.array(messages);
  }

  private Map<String, Json> committed(List<Json> keys) {
    Map<String, Json> offsets = new LinkedHashMap<>(committed);
    offsets.keySet().removeIf(key -> !keys.contains(Json.of(key)));
    return offsets;
  }

  public static void main(String[] args) {
    System.exit(StdioNode.run(CasLog::new));
  }
}
