package dev.tattle.core.rpc;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The calls that one node has under way. The node passes it every reply and every {@link
 * CallTimer}. When a call ends, this class returns it once, as a {@link Completion}.
 *
 * <p>All attempts of a call have one id, so that a late answer to the first attempt ends it too.
 * Ids start at a random number, because a restarted node may get replies to the requests of an
 * earlier incarnation.
 *
 * @param <C> the caller's value that says what to do next
 */
public final class Calls<C> {
  /** How many calls may be under way. One more is refused as temporarily unavailable. */
  public static final int LIMIT = 10_000;

  // Ids stay below 2^53, so that peers that read numbers as doubles return them unchanged.
  private static final long FIRST_ID_BOUND = 1L << 52;

  private record Pending<C>(
      NodeId dest, Body request, C context, RetryPolicy policy, int attempt) {}

  private final RandomGenerator random;
  private final Map<Long, Pending<C>> pending = new LinkedHashMap<>();
  private long nextId;

  /** No call is under way. */
  public Calls(Environment environment) {
    random = environment.random();
    nextId = random.nextLong(FIRST_ID_BOUND);
  }

  /** How many calls are under way. */
  public int size() {
    return pending.size();
  }

  /**
   * Sends a request. Its completion will have the context.
   *
   * @throws RequestException if {@value #LIMIT} calls are under way
   */
  public void call(NodeId dest, Body request, C context, RetryPolicy policy, Outbox out) {
    if (pending.size() >= LIMIT) {
      throw new RequestException(
          RpcError.TEMPORARILY_UNAVAILABLE, "too many calls are under way to " + dest);
    }
    long id = nextId++;
    send(id, new Pending<>(dest, request.withMsgId(id), context, policy, 1), out);
  }

  /**
   * Takes a reply to one of these calls, and returns its completion. Empty if the call goes on, and
   * for any other message.
   */
  public Optional<Completion<C>> onMessage(Message message, Outbox out) {
    Long id = message.body().inReplyTo();
    Pending<C> call = id == null ? null : pending.get(id);
    if (id == null || call == null || !call.dest().equals(message.src())) {
      return Optional.empty();
    }
    Result result = Result.of(message.body());
    if (result instanceof Result.Failed failed
        && failed.is(RpcError.TEMPORARILY_UNAVAILABLE)
        && call.attempt() < call.policy().attempts()) {
      // The running time-out serves as the pause before the next attempt.
      return Optional.empty();
    }
    pending.remove(id);
    out.cancelTimer(new CallTimer(id));
    return Optional.of(new Completion<>(call.context(), result));
  }

  /** Sends the next attempt. If there is none left, ends the call with a time-out. */
  public Optional<Completion<C>> onTimer(CallTimer timer, Outbox out) {
    Pending<C> call = pending.remove(timer.msgId());
    if (call == null) {
      return Optional.empty();
    }
    if (call.attempt() < call.policy().attempts()) {
      send(
          timer.msgId(),
          new Pending<>(
              call.dest(), call.request(), call.context(), call.policy(), call.attempt() + 1),
          out);
      return Optional.empty();
    }
    String text = "no answer from %s in %d attempts".formatted(call.dest(), call.attempt());
    return Optional.of(
        new Completion<>(call.context(), new Result.Failed(RpcError.TIMEOUT.code(), text)));
  }

  private void send(long id, Pending<C> call, Outbox out) {
    pending.put(id, call);
    out.send(call.dest(), call.request());
    out.setTimer(new CallTimer(id), call.policy().waitFor(call.attempt(), random));
  }
}
