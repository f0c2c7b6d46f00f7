package dev.tattle.rivals;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jgroups.JChannel;
import org.jgroups.blocks.atomic.AsyncCounter;
import org.jgroups.raft.blocks.CounterService;

/**
 * The CounterService of jgroups-raft. It sends a request to the leader once. If the leader dies,
 * the outcome of its requests is unknown.
 */
final class JgroupsRival implements Rival {
  private final JChannel channel;
  private final CounterService counters;

  private JgroupsRival(JChannel channel, CounterService counters) {
    this.channel = channel;
    this.counters = counters;
  }

  static JgroupsRival start(RivalOptions options) throws Exception {
    JChannel channel = JgroupsStack.channel(options);
    CounterService counters = new CounterService(channel).allowDirtyReads(false);
    channel.connect("rivals");
    return new JgroupsRival(channel, counters);
  }

  @Override
  public void ask(Body question, Duration patience, Consumer<Body> answer) {
    CompletionStage<Long> value;
    try {
      AsyncCounter counter = counters.asyncCounter(question.text("strong"));
      value =
          switch (question.type()) {
            case "next" -> counter.incrementAndGet();
            case "add" -> counter.addAndGet(question.integer("delta"));
            default -> counter.get();
          };
    } catch (RuntimeException notAsked) {
      answer.accept(refusal(notAsked));
      return;
    }
    Rival.answer(
        value.toCompletableFuture(),
        patience,
        (got, failure) -> answer(question, got, failure),
        answer);
  }

  private static Body answer(Body question, Long value, Throwable failure) {
    return failure == null
        ? Body.of(question.type() + "_ok", "value", Json.of(value))
        : refusal(failure);
  }

  /** A request that had no leader to go to did not happen. */
  static Body refusal(Throwable failure) {
    String why = String.valueOf(failure.getMessage());
    boolean isUnsent = why.contains("there is currently no leader");
    return (isUnsent ? RpcError.TEMPORARILY_UNAVAILABLE : RpcError.TIMEOUT).body(why);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
