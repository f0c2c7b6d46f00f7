package dev.tattle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Environment;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.Outbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sim --node CLASS} runs classes of the class path. */
class NodeClassTest {
  private static final Environment ENVIRONMENT = new FakeEnvironment("n1", "n1");

  /** A node as users write them. */
  public static class Own implements Node {
    private final Environment environment;

    public Own(Environment environment) {
      this.environment = environment;
    }

    @Override
    public void onMessage(Message message, Outbox out) {}
  }

  /** Its constructor fails. */
  public static final class Failing extends Own {
    public Failing(Environment environment) {
      super(environment);
      throw new IllegalArgumentException("the words of the node");
    }
  }

  /** Nobody can create it from outside. */
  static final class Hidden extends Own {
    Hidden(Environment environment) {
      super(environment);
    }
  }

  /** Its constructor has no parameters. */
  public static final class WithoutEnvironment extends Own {
    public WithoutEnvironment() {
      super(ENVIRONMENT);
    }
  }

  private static String name(String simple) {
    return NodeClassTest.class.getName() + "$" + simple;
  }

  @Test
  void nodesAreCreatedInTheirEnvironment() {
    Node node = NodeClass.named(name("Own")).orElseThrow().create(ENVIRONMENT);
    assertThat(node)
        .isInstanceOfSatisfying(
            Own.class, own -> assertThat(own.environment).isSameAs(ENVIRONMENT));
  }

  @Test
  void nameOfNoClassIsNoNode() {
    assertThat(NodeClass.named("bogus")).isEmpty();
    assertThat(NodeClass.named("dev.tattle.Bogus")).isEmpty();
    assertThat(NodeClass.named("dev/tattle/cli/NodeClass")).isEmpty();
  }

  @Test
  void exceptionOfAConstructorIsTheNodesOwn() {
    var factory = NodeClass.named(name("Failing")).orElseThrow();
    assertThatThrownBy(() -> factory.create(ENVIRONMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the words of the node");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hidden", "WithoutEnvironment"})
  void classThatIsNotUsableIsRefusedWithWhatWasExpected(String simple) {
    assertThatThrownBy(() -> NodeClass.named(name(simple)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a public class that implements dev.tattle.core.Node")
        .hasMessageContaining(name(simple));
  }

  @Test
  void classThatIsNoNodeIsRefused() {
    assertThatThrownBy(() -> NodeClass.named("java.lang.String"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("'java.lang.String' is not one");
  }
}
