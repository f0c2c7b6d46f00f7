package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.ProtocolPage;
import dev.tattle.core.RequestException;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.GossipMessage.Header;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The messages on the wire match their table, and {@code PROTOCOL.md} shows that table. {@code
 * -Dtattle.rewrite=true} rewrites the page.
 */
class GossipMessagesTest {
  private static final ReplicaId REPLICA = new ReplicaId("n1:4x7");
  private static final Delta DELTA = new Delta(REPLICA, 2, 4, Json.array(Json.of(8), Json.of(9)));
  private static final VersionVector HAVE =
      new VersionVector(new TreeMap<>(Map.of(new ReplicaId("n0:9k2"), 7L)));

  @Test
  void theDocumentSaysWhatTheTablesSay() throws IOException {
    ProtocolPage.holds(document());
  }

  @ParameterizedTest
  @EnumSource
  void aMessageHasTheFieldsOfItsTableAndIsReadAsItWasWritten(GossipType type) {
    GossipMessage full = message(type, header(type, true), true);
    assertThat(GossipBodies.message(body(full))).isEqualTo(full);
    Set<String> fields = keys(GossipType.IN_ALL, GossipType.ONCE_HEARD, type.required());
    fields.addAll(keys(type.optional()));
    // It has one of them.
    fields.remove(full.header().hasAll() ? "acks" : "have");
    assertThat(body(full).fields()).containsOnlyKeys(fields);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatSaysLittleHasTheRequiredFieldsOnly(GossipType type) {
    GossipMessage bare = message(type, header(type, false), false);
    assertThat(GossipBodies.message(body(bare))).isEqualTo(bare);
    assertThat(body(bare).fields()).containsOnlyKeys(keys(GossipType.IN_ALL, type.required()));
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatLacksARequiredFieldIsMalformed(GossipType type) {
    Body bare = body(message(type, header(type, false), false));
    Set<String> required = keys(GossipType.IN_ALL, type.required());
    required.remove("of"); // The engine itself looks at it first.
    for (String field : required) {
      Map<String, Json> others = new TreeMap<>(bare.fields());
      others.remove(field);
      assertThatThrownBy(() -> GossipBodies.message(new Body(type.key(), null, null, others)))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("'" + field + "'");
    }
  }

  @SafeVarargs
  private static Set<String> keys(List<GossipField>... lists) {
    Set<String> keys = new LinkedHashSet<>();
    for (List<GossipField> fields : lists) {
      fields.forEach(field -> keys.add(field.key()));
    }
    return keys;
  }

  private static Header header(GossipType type, boolean isFull) {
    boolean hasAll = type.required().contains(GossipField.HAVE);
    boolean isAsking = isFull && type.optional().contains(GossipField.ASK);
    VersionVector have = hasAll || isFull ? HAVE : VersionVector.EMPTY;
    return new Header(8012, 8030, isFull ? 441 : 0, isFull ? 12 : 0, isAsking, have, hasAll);
  }

  private static GossipMessage message(GossipType type, Header header, boolean isFull) {
    List<Delta> deltas = List.of(DELTA);
    return switch (type) {
      case GOSSIP -> new GossipMessage.Push(header, deltas, isFull);
      case EAGER_PUSH -> new GossipMessage.EagerPush(header, deltas);
      case REPAIR -> new GossipMessage.Repair(header, deltas, isFull);
      case ACK -> new GossipMessage.Ack(header);
      case DIGEST -> new GossipMessage.Digest(header);
      case DIGEST_OK -> new GossipMessage.DigestAnswer(header, isFull ? deltas : List.of());
    };
  }

  private static Body body(GossipMessage message) {
    return GossipBodies.toBody("g-set", message);
  }

  private static String document() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Protocol

        This page shows every message that nodes send to each other. The tests print it from the code that sends:
        `mvn test -Dtest='*MessagesTest' -Dtattle.rewrite=true`. A test fails if the page is out of date.

        A message is a line of JSON, `{"src":…,"dest":…,"body":…}`, as in Maelstrom's protocol. This page shows bodies.
        A long body goes on in lines that begin with two blanks. Messages between nodes have no `msg_id`. Each may be
        lost, come twice, or overtake another.

        | Sections | For |
        | --- | --- |
        | Messages of the engine, Fields, What deltas hold | all nodes that replicate by gossip |
        | Deltas of named counters, Pulls and views | the node of named counters |
        | Which data the cluster has | a node that was not told its workload |
        | Raft, Commands | lin-kv, strict transactions, strong counters |
        | Groups, Connections, Membership | the counter service |

        ## Messages of the engine
        One engine replicates the data of broadcast, g-set, counters, kafka and causal transactions. It knows two terms:

        - A *replica* is one incarnation of a node. It numbers its *deltas* 1, 2, 3 …
        - A *version vector*, `{replica: version}`, says which deltas a node has: of each replica all up to that version.

        Every message has %s. It also has %s once its sender has heard its receiver.
        A message has `acks` or `have`, not both. If a node has several engines, their messages also have `engine`.
        """
            .formatted(names(GossipType.IN_ALL), names(GossipType.ONCE_HEARD)));
    for (GossipType type : GossipType.values()) {
      text.append("\n### `").append(type.key()).append("`\n");
      text.append(ProtocolPage.wrapped(type.purpose()));
      text.append("\n\nAlways: ").append(names(type.required()));
      text.append(". Sometimes: ").append(names(type.optional())).append(".\n");
      Body example = body(message(type, header(type, true), true));
      text.append("```json\n").append(ProtocolPage.text(example)).append("\n```\n");
    }
    text.append("\n## Fields\n");
    for (GossipField field : GossipField.values()) {
      String item = "`%s` (%s): %s".formatted(field.key(), field.shape(), field.meaning());
      text.append(ProtocolPage.item(item));
    }
    return text.toString();
  }

  private static String names(List<GossipField> fields) {
    return fields.isEmpty()
        ? "none of the others"
        : fields.stream().map(field -> "`" + field.key() + "`").collect(Collectors.joining(", "));
  }
}
