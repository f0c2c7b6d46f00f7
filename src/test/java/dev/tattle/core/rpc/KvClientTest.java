package dev.tattle.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvClientTest {
  private static final Json KEY = Json.of("k");
  private static final Json FROM = Json.array(Json.of(1));
  private static final Json TO = Json.NULL;

  private final Effects out = new Effects();
  private Calls<String> calls;
  private KvClient<String> kv;

  @BeforeEach
  void startIdsAtZeroWithoutJitter() {
    Environment environment = mock(Environment.class);
    RandomGenerator random = mock(RandomGenerator.class);
    when(environment.random()).thenReturn(random);
    when(random.nextLong(anyLong())).thenReturn(0L);
    calls = new Calls<>(environment);
    kv = new KvClient<>(KvClient.SEQ_KV, calls);
  }

  private void assertSent(String service, Body body, int timeoutSeconds) {
    assertThat(out.drain())
        .containsExactly(
            new Effect.Send(new NodeId(service), body.withMsgId(0)),
            new Effect.SetTimer(new CallTimer(0), Duration.ofSeconds(timeoutSeconds)));
  }

  @Test
  void readIsAskedThreeTimes() {
    kv.read(KEY, "then", out);
    assertSent("seq-kv", Body.of("read", "key", KEY), 1);
    assertThat(calls.onTimer(new CallTimer(0), out)).isEmpty();
    assertSent("seq-kv", Body.of("read", "key", KEY), 2);
    assertThat(calls.onTimer(new CallTimer(0), out)).isEmpty();
    assertThat(calls.onTimer(new CallTimer(0), out)).isPresent();
  }

  @Test
  void casOrCreateIsSentOnce() {
    new KvClient<>(KvClient.LIN_KV, calls).casOrCreate(KEY, FROM, TO, "then", out);
    assertSent(
        "lin-kv",
        Body.of("cas", "key", KEY, "from", FROM, "to", TO, "create_if_not_exists", Json.of(true)),
        2);
    assertThat(calls.onTimer(new CallTimer(0), out)).as("it may have happened").isPresent();
  }
}
