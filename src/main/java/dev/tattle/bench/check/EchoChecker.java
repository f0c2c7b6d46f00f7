package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What was sent comes back: the completion's value is the reply's body, and its {@code "echo"} is
 * the invocation's value. An echo that did not end ok is an error too, as in Maelstrom's {@code
 * workload/echo.clj}.
 */
public final class EchoChecker implements Checker {
  @Override
  public Json.Obj check(List<Operation> history) {
    List<Json> errors = new ArrayList<>();
    for (Attempt attempt : Attempt.all(history)) {
      if (!isEchoed(attempt)) {
        errors.add(
            Json.array(
                Json.of("Expected a message with :echo"),
                attempt.invocation().value(),
                Json.of("But received"),
                received(attempt)));
      }
    }
    return (Json.Obj)
        Json.object("valid?", Verdict.of(errors.isEmpty()).json(), "errors", Json.array(errors));
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
