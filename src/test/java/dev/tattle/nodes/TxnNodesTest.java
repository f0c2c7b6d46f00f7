package dev.tattle.nodes;

import static dev.tattle.nodes.NodeTester.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.RequestException;
import dev.tattle.raft.RaftTimer;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The answers that clients of transactions get. Each node here is alone. */
class TxnNodesTest {
  private final List<Json> disk = new ArrayList<>();

  private NodeTester started(NodeFactory factory) {
    FakeEnvironment environment = new FakeEnvironment("n0", "n0");
    environment.disk = disk;
    NodeTester node = new NodeTester(environment, factory);
    keep(node.start());
    return node;
  }

  private List<Effect> keep(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Append append) {
        disk.add(append.record());
      }
    }
    return effects;
  }

  private NodeTester causal() {
    return started(CausalTxnNode::new);
  }

  /** It leads as soon as it may. */
  private NodeTester strict() {
    NodeTester node = started(StrictTxnNode::new);
    node.pass(Duration.ofSeconds(5));
    keep(node.fire(RaftTimer.ELECTION));
    return node;
  }

  private static Json json(String text) {
    try {
      return JsonCodec.parse(text);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  private static Body txn(String operations) {
    return Body.of("txn", "txn", json(operations));
  }

  private Effect answer(NodeTester node, String operations) {
    return keep(node.request(txn(operations))).stream()
        .filter(Effect.Send.class::isInstance)
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Effect ok(String operations) {
    return reply(Body.of("txn_ok", "txn", json(operations)));
  }

  @Test
  void readsShowWhatWasWrittenBeforeAndByTheTransactionItself() {
    for (Supplier<NodeTester> started : List.<Supplier<NodeTester>>of(this::causal, this::strict)) {
      NodeTester node = started.get();
      assertThat(answer(node, "[[\"r\",1,null],[\"w\",1,6],[\"r\",1,null],[\"w\",2,9]]"))
          .isEqualTo(ok("[[\"r\",1,null],[\"w\",1,6],[\"r\",1,6],[\"w\",2,9]]"));
      assertThat(answer(node, "[[\"r\",2,null],[\"r\",1,null]]"))
          .isEqualTo(ok("[[\"r\",2,9],[\"r\",1,6]]"));
      disk.clear();
    }
  }

  @Test
  void keysAndValuesAreAnyJson() {
    for (Supplier<NodeTester> started : List.<Supplier<NodeTester>>of(this::causal, this::strict)) {
      NodeTester node = started.get();
      assertThat(answer(node, "[[\"w\",{\"a\":[1.5]},[null,\"x\"]],[\"r\",{\"a\":[1.50]},null]]"))
          .isEqualTo(
              ok("[[\"w\",{\"a\":[1.5]},[null,\"x\"]],[\"r\",{\"a\":[1.50]},[null,\"x\"]]]"));
      disk.clear();
    }
  }

  @Test
  void listsGrowAtTheirEnd() {
    NodeTester node = strict();
    assertThat(answer(node, "[[\"append\",1,5],[\"append\",1,5],[\"r\",1,null],[\"append\",1,7]]"))
        .isEqualTo(ok("[[\"append\",1,5],[\"append\",1,5],[\"r\",1,[5,5]],[\"append\",1,7]]"));
    assertThat(answer(node, "[[\"r\",1,null],[\"r\",2,null]]"))
        .isEqualTo(ok("[[\"r\",1,[5,5,7]],[\"r\",2,null]]"));
  }

  @Test
  void transactionThatAppendsToARegisterHasNotHappened() {
    NodeTester node = strict();
    answer(node, "[[\"w\",1,5]]");
    assertThat(answer(node, "[[\"w\",2,6],[\"append\",1,7]]").toString()).contains("an integer");
    assertThat(answer(node, "[[\"w\",2,[]],[\"append\",2,7]]").toString()).contains("an array");
    assertThat(answer(node, "[[\"r\",2,null]]")).isEqualTo(ok("[[\"r\",2,null]]"));
  }

  @Test
  void nodeThatRestartsFromItsDiskShowsWhatItShowed() {
    answer(causal(), "[[\"w\",1,5]]");
    assertThat(answer(causal(), "[[\"r\",1,null]]")).isEqualTo(ok("[[\"r\",1,5]]"));
    disk.clear();
    answer(strict(), "[[\"w\",1,5]]");
    assertThat(answer(strict(), "[[\"r\",1,null]]")).isEqualTo(ok("[[\"r\",1,5]]"));
  }

  @Test
  void transactionThatTheDiskRefusesHasNotHappened() {
    NodeTester node = causal();
    node.failDisk("full");
    assertThatThrownBy(() -> node.request(txn("[[\"w\",1,5]]")))
        .isInstanceOf(RequestException.class);
    node.failDisk(null);
    assertThat(answer(node, "[[\"r\",1,null]]")).isEqualTo(ok("[[\"r\",1,null]]"));
  }

  @Test
  void causalNodeHasNoLists() {
    assertThatThrownBy(() -> causal().request(txn("[[\"append\",1,5]]")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("txn-list-append");
  }

  @Test
  void malformedTransactionsAreRefusedWithWhatWasExpected() {
    for (Supplier<NodeTester> started : List.<Supplier<NodeTester>>of(this::causal, this::strict)) {
      NodeTester node = started.get();
      for (String wrong :
          List.of("7", "[7]", "[[\"r\",1]]", "[[\"x\",1,2]]", "[[\"r\",1,null],[1,2,3]]")) {
        assertThatThrownBy(() -> node.request(txn(wrong)))
            .as(wrong)
            .isInstanceOf(RequestException.class)
            .hasMessageContaining("expected 'txn' to be an array");
      }
      disk.clear();
    }
  }

  @Test
  void snapshotHoldsListsAndRegisters() {
    TxnMachine machine = new TxnMachine();
    machine.apply(json("[[\"append\",1,5],[\"w\",2,[6]]]"));
    TxnMachine restored = new TxnMachine();
    restored.restore(machine.snapshot());
    assertThat(restored.apply(json("[[\"append\",1,7],[\"r\",1,null],[\"r\",2,null]]")))
        .isEqualTo(json("[[5,7],[6]]"));
    assertThat(restored.apply(json("[[\"append\",2,7]]"))).isEqualTo(Json.of("an array"));
  }

  @Test
  void commandThatNoNodeSendsChangesNothing() {
    assertThat(new TxnMachine().apply(json("[[\"x\",1,2]]"))).isEqualTo(Json.NULL);
  }
}
