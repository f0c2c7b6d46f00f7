package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.cancel;
import static dev.tattle.nodes.NodeTester.reply;
import static dev.tattle.nodes.NodeTester.send;
import static dev.tattle.nodes.NodeTester.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.core.rpc.CallTimer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests a single node, so that all its messages go to seq-kv. Random numbers are zero, so its
 * replica is n0:0.
 */
final class CounterNodeTest {
  private static final Json KEY = Json.of("tattle-counter");

  private final NodeTester node =
      new NodeTester(new FakeEnvironment("n0", "n0"), e -> new CounterNode(e, false));
  private Timer recovered;
  private long nextCall;

  @BeforeEach
  void start() {
    List<Effect> effects = node.start();
    assertThat(effects).hasSize(3);
    recovered = ((Effect.SetTimer) effects.get(0)).timer();
    assertThat(effects.subList(1, 3)).isEqualTo(readsKey());
  }

  @Test
  void requestsWaitUntilTheKeyHasBeenReadBack() {
    assertThat(node.request(add(2))).isEmpty();
    assertThat(node.request(Body.of("read"))).isEmpty();

    List<Effect> effects = node.receive("seq-kv", kvValue(0, slots("n0:old", 3, 40)));

    assertThat(effects)
        .contains(reply(Body.of("add_ok")), reply(Body.of("read_ok", "value", Json.of(42))));
  }

  @Test
  void withoutSeqKvItStartsAfterAWhile() {
    node.request(add(2));
    assertThat(node.fire(recovered)).contains(reply(Body.of("add_ok")));
    assertThat(node.request(Body.of("read"))).containsExactly(readOk(2));
  }

  @Test
  void whatIsHeldIsAnsweredWhenInputEnds() {
    node.request(add(2));
    assertThat(node.stop()).contains(reply(Body.of("add_ok")));
  }

  @Test
  void addsAreAnsweredAtOnceAndShareOneCas() {
    absent();
    Timer sync = syncTimer(node.request(add(2)));
    assertThat(node.request(add(3))).containsExactly(reply(Body.of("add_ok")));

    assertThat(node.fire(sync)).isEqualTo(casFrom(Json.NULL, slots("n0:0", 2, 5)));
  }

  @Test
  void aCasThatTimedOutIsFollowedByAnotherAndNothingCountsTwice() {
    absent();
    Timer sync = syncTimer(node.request(add(2)));
    flush(sync);
    node.fire(new CallTimer(nextCall - 1));

    assertThat(node.fire(sync)).isEqualTo(readsKey());
    node.receive("seq-kv", kvValue(nextCall - 1, slots("n0:0", 1, 2)));
    assertThat(node.request(Body.of("read"))).containsExactly(readOk(2));
  }

  @Test
  void aCasThatLostIsTriedAgainFromWhatOthersWrote() {
    absent();
    Timer sync = syncTimer(node.request(add(2)));
    flush(sync);
    long cas = nextCall - 1;

    Body lost = RpcError.PRECONDITION_FAILED.body("current value is another").withInReplyTo(cas);
    assertThat(node.receive("seq-kv", lost))
        .contains(cancel(new CallTimer(cas)))
        .containsAll(readsKey());
    List<Effect> effects = node.receive("seq-kv", kvValue(nextCall - 1, slots("n1:x", 1, 10)));
    Json both =
        Json.object(
            "n0:0",
            Json.array(Json.of(1), Json.of(2)),
            "n1:x",
            Json.array(Json.of(1), Json.of(10)));
    assertThat(effects).containsAll(casFrom(slots("n1:x", 1, 10), both));
    assertThat(node.request(Body.of("read"))).containsExactly(readOk(12));
  }

  @Test
  void theNextFlushSwapsFromWhatTheLastOneWrote() {
    absent();
    Timer sync = syncTimer(node.request(add(2)));
    flush(sync);
    node.receive("seq-kv", Body.of("cas_ok").withInReplyTo(nextCall - 1));

    node.request(add(3));
    assertThat(node.fire(sync)).isEqualTo(casFrom(slots("n0:0", 1, 2), slots("n0:0", 2, 5)));
  }

  @Test
  void whileACasIsUnderWayNoOtherIsSent() {
    absent();
    Timer sync = syncTimer(node.request(add(2)));
    flush(sync);
    assertThat(node.request(add(3))).containsExactly(reply(Body.of("add_ok")));
    assertThat(node.request(add(4))).containsExactly(reply(Body.of("add_ok")));
  }

  @Test
  void aForeignValueUnderTheKeyIsLeftAlone() {
    assertThat(node.receive("seq-kv", kvValue(0, Json.of("mine"))))
        .noneMatch(effect -> effect instanceof Effect.Send);
    node.fire(recovered);
    node.request(add(1));
    assertThat(node.request(Body.of("read"))).containsExactly(readOk(1));
  }

  @Test
  void integersOfAnySizeAreCounted() {
    absent();
    BigInteger huge = BigInteger.TEN.pow(40);
    node.request(Body.of("add", "delta", Json.of(huge)));
    node.request(add(-1));
    assertThat(node.request(Body.of("read")))
        .containsExactly(
            reply(Body.of("read_ok", "value", Json.of(huge.subtract(BigInteger.ONE)))));
  }

  @Test
  void whatIsNoIntegerIsRefusedEvenBeforeRecovery() {
    assertRefused(Body.of("add", "delta", Json.of("1")));
    assertRefused(Body.of("add", "delta", new Json.Num("1.5")));
    assertRefused(Body.of("add"));
  }

  @Test
  void aGrowOnlyCounterRefusesWhatIsNegative() {
    NodeTester growOnly =
        new NodeTester(new FakeEnvironment("n0", "n0"), e -> new CounterNode(e, true));
    assertThatThrownBy(() -> growOnly.request(add(-1)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("not negative");
  }

  @Test
  void afterACasThatWasContendedTheNextFlushReadsFirst() {
    absent();
    Timer sync = syncTimer(node.request(add(2)));
    flush(sync);
    Body lost = RpcError.PRECONDITION_FAILED.body("current value is another");
    node.receive("seq-kv", lost.withInReplyTo(nextCall - 1));
    node.receive("seq-kv", kvValue(nextCall++, slots("n1:x", 1, 10)));
    node.receive("seq-kv", Body.of("cas_ok").withInReplyTo(nextCall++));

    node.request(add(3));
    assertThat(node.fire(sync)).isEqualTo(readsKey());
  }

  private void assertRefused(Body body) {
    assertThatThrownBy(() -> node.request(body))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.error()).isEqualTo(RpcError.MALFORMED_REQUEST));
  }

  /** Sends a cas. */
  private void flush(Timer sync) {
    node.fire(sync);
    nextCall++;
  }

  /** seq-kv says that the key does not exist. */
  private void absent() {
    node.receive("seq-kv", RpcError.KEY_DOES_NOT_EXIST.body("no such key").withInReplyTo(0));
  }

  private List<Effect> readsKey() {
    long id = nextCall++;
    return List.of(
        send("seq-kv", Body.of("read", "key", KEY).withMsgId(id)),
        set(new CallTimer(id), Duration.ofSeconds(1)));
  }

  private List<Effect> casFrom(Json from, Json to) {
    long id = nextCall++;
    Body cas =
        Body.of("cas", "key", KEY, "from", from, "to", to, "create_if_not_exists", Json.of(true));
    return List.of(
        send("seq-kv", cas.withMsgId(id)), set(new CallTimer(id), Duration.ofSeconds(2)));
  }

  private static Timer syncTimer(List<Effect> effects) {
    return effects.stream()
        .filter(effect -> effect instanceof Effect.SetTimer)
        .map(effect -> ((Effect.SetTimer) effect).timer())
        .findFirst()
        .orElseThrow();
  }

  private static Body kvValue(long call, Json value) {
    return Body.of("read_ok", "value", value).withInReplyTo(call);
  }

  private static Json slots(String replica, long version, long total) {
    return Json.object(replica, Json.array(Json.of(version), Json.of(total)));
  }

  private static Body add(long delta) {
    return Body.of("add", "delta", Json.of(delta));
  }

  private static Effect readOk(long value) {
    return reply(Body.of("read_ok", "value", Json.of(value)));
  }
}
