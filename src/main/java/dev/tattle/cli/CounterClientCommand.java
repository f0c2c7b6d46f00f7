package dev.tattle.cli;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceAnswer;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.client.ServiceException;
import dev.tattle.runtime.cluster.client.Watcher;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code client}: asks nodes of the counter service. */
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    versionProvider = BenchCommand.Version.class,
    sortOptions = false,
    customSynopsis = "maelstrom/counter client ACTION [OPTIONS]",
    description = "Changes and reads counters, and prints their values.",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Actions on any counter: increment, decrement, add, get (or getCount), delete,",
      "list, watch, batch. On strong counters only: create, next, reserve, cas,",
      "get-and-reset, bounds. A majority of the nodes agrees on each change of a strong",
      "counter.",
      "",
      "If you name several nodes, the client tries them in turn until one answers.",
      "Each change has a key, so it counts once even if it is sent again. The exception",
      "is delete: it is not sent again if it may have been done.",
      "",
      "Examples:",
      "  maelstrom/counter client --node-id 1 --action increment",
      "  maelstrom/counter client --node-id 2 --action getCount",
      "  maelstrom/counter client add --counter visits --delta 5 --node-id 1,2,3",
      "  maelstrom/counter client get --counter visits --consistency majority",
      "  maelstrom/counter client batch --adds a=1,b=-2 --addr localhost:8001",
      "  maelstrom/counter client watch --counter visits --node-id 3",
      "  maelstrom/counter client next --counter orders",
      "  maelstrom/counter client create --counter stock --min 0 --max 100",
      "  maelstrom/counter client cas --counter stock --from 0 --to 50",
      "  maelstrom/counter client increment --tls-ca ca.pem --bearer-token token",
      "",
      "Exit: 0 done, 1 refused, 2 it may have been done, 254 wrong command line,",
      "255 no node answered: it was not done."
    })
final class CounterClientCommand implements Callable<Integer> {
  private static final int REFUSED = 1;
  private static final int UNKNOWN = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "ACTION",
      completionCandidates = Candidates.ActionNames.class,
      description = "what to do: see below")
  private @Nullable CounterAction action;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      completionCandidates = Candidates.ActionNames.class,
      description = "the same as the argument ACTION")
  private @Nullable CounterAction named;

  @Mixin private NodeAddresses nodes = new NodeAddresses();

  @Mixin private CounterCalls calls = new CounterCalls();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "how long to try, over all attempts (default: 10s)")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(names = "--json", description = "print answers as JSON, with their session tokens")
  private boolean isJson;

  @Override
  public Integer call() throws InterruptedException, IOException {
    CounterAction asked = action == null ? named : action;
    if (asked == null || (action != null && named != null)) {
      throw wrong("ACTION: expected exactly one, as in maelstrom/counter client increment");
    }
    if (asked == CounterAction.WATCH) {
      return watch();
    }
    Call call = calls.call(asked, spec.commandLine());
    try {
      ServiceAnswer answer = new ServiceClient(nodes.access(), nodes.all(), timeout).call(call);
      if (!answer.isOk()) {
        return refused(answer);
      }
      print(new Json.Obj(answer.fields()));
      return 0;
    } catch (ServiceException e) {
      say(
          e.isUnknown()
              ? "this may have been done: " + e.getMessage()
              : "this was not done: " + e.getMessage());
      return e.isUnknown() ? UNKNOWN : ExitStatus.BROKEN;
    }
  }

  private int watch() throws InterruptedException, IOException {
    Watcher watcher =
        new Watcher(nodes.access(), nodes.all(), problem -> say(problem + "; trying again"));
    Long count = calls.count();
    if (count != null && count < 1) {
      throw wrong("--count: expected at least 1");
    }
    long[] left = {count == null ? Long.MAX_VALUE : count};
    ServiceAnswer refusal =
        watcher.watch(
            calls.counter(),
            value -> {
              print(value);
              return --left[0] > 0;
            });
    return refusal == null ? 0 : refused(refusal);
  }

  private int refused(ServiceAnswer answer) {
    say(answer.problem());
    return REFUSED;
  }

  private void print(Json.Obj answer) {
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(JsonCodec.format(answer));
    } else if (answer.fields().get("counters") instanceof Json.Arr counters) {
      counters.items().forEach(item -> out.println(line(item)));
    } else if (answer.fields().containsKey("first")) {
      out.println(text(answer, "first") + " " + text(answer, "last"));
    } else {
      out.println(text(answer, "value"));
    }
    out.flush();
  }

  private static String text(Json.Obj answer, String field) {
    return JsonCodec.format(answer.fields().getOrDefault(field, Json.NULL));
  }

  private static String line(Json item) {
    Map<String, Json> fields = item instanceof Json.Obj object ? object.fields() : Map.of();
    @Nullable Json name = fields.get("counter");
    String value = JsonCodec.format(fields.getOrDefault("value", Json.NULL));
    return (name instanceof Json.Text text ? text.value() : "?") + " " + value;
  }

  private void say(String text) {
    spec.commandLine().getErr().println(spec.name() + ": " + text);
    spec.commandLine().getErr().flush();
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
