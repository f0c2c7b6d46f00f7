package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.WrongOperation;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.List;

/**
 * Checks that each payload comes back: the completion's value is the reply's body, and its {@code
 * "echo"} is the invocation's value. As in Maelstrom's {@code workload/echo.clj}, an echo that
 * ended fail is an error and an echo that ended info is not.
 */
public final class EchoChecker implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    List<WrongOperation> errors =
        Attempt.all(history).stream()
            .filter(attempt -> attempt.outcome() != Operation.Type.INFO && !isEchoed(attempt))
            .map(EchoChecker::error)
            .toList();
    return new Findings(
        Verdict.of(errors.isEmpty()),
        Findings.counted(errors.size(), "wrong echo", "wrong echoes"),
        List.of(new Finding.Wrong("errors", errors, Json.array())));
  }

  private static WrongOperation error(Attempt attempt) {
    Json sent = attempt.invocation().value();
    Json received = received(attempt);
    return new WrongOperation(
        attempt,
        Json.array(
            Json.of("Expected a message with :echo"), sent, Json.of("But received"), received),
        "sent " + JsonCodec.format(sent) + ", received " + Shown.text(received),
        "wrong reply to " + Shown.text(sent),
        "did not come back");
  }

  private static boolean isEchoed(Attempt attempt) {
    return attempt.isOk()
        && attempt.completion().value() instanceof Json.Obj reply
        && attempt.invocation().value().equals(reply.fields().get("echo"));
  }

  private static Json received(Attempt attempt) {
    Json error = attempt.completion().error();
    if (attempt.isOk()) {
      return attempt.completion().value();
    }
    return error == null ? Json.NULL : error;
  }
}
