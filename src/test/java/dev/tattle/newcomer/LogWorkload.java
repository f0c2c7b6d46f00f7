package dev.tattle.newcomer;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.workload.Generator;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.bench.workload.Session;
import dev.tattle.bench.workload.Setting;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.WorkloadClient;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One log, as kafka's workload asks for logs: {@code send} appends a value, {@code poll} reads from
 * the client's position on and commits how far it came, {@code assign} goes back to what is
 * committed, {@code crash} forgets the position. At the end each client is assigned the whole log
 * and polls until it has come to the end of all that was acknowledged.
 */
public final class LogWorkload implements Workload {
  static final Invocation POLL = new Invocation("poll", Json.NULL);
  static final Invocation CRASH = new Invocation("crash", Json.NULL);
  static final Invocation ASSIGN = new Invocation("assign", Json.of("committed"));
  static final Invocation ASSIGN_ALL = new Invocation("assign", Json.of("all"));
  private static final int FIRST_SENDS = 5;

  @Override
  public String name() {
    return "log";
  }

  /** Its nodes neither repeat a request that was lost nor recognise one that comes twice. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return EnumSet.complementOf(EnumSet.of(FaultKind.KILL, FaultKind.DUPLICATE));
  }

  @Override
  public boolean has(Invocation invocation) {
    return List.of(POLL, CRASH, ASSIGN, ASSIGN_ALL).contains(invocation)
        || (invocation.f().equals("send") && invocation.value() instanceof Json.Int);
  }

  @Override
  public boolean isIdempotent(String f) {
    return f.equals("assign");
  }

  @Override
  public WorkloadClient client(Setting setting) {
    return new Client();
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return new Operations(random);
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return LogWorkload::check;
  }

  /** Has a position in the log. */
  private static final class Client implements WorkloadClient {
    private long position;

    @Override
    public void invoke(Invocation invocation, Session session) {
      switch (invocation.f()) {
        case "send" ->
            session.call(
                Body.of("send", "msg", invocation.value()),
                ReplySchema.of("send_ok", "offset", ReplySchema.Kind.INTEGER),
                reply -> session.ok(Json.array(reply.json("offset"), invocation.value())));
        case "poll" ->
            session.call(
                Body.of("poll", "offset", Json.of(position)),
                ReplySchema.of("poll_ok", "msgs", ReplySchema.Kind.ARRAY),
                reply -> commit(reply.array("msgs"), session));
        case "assign" -> assign(invocation, session);
        default ->
            session.end(new Outcome(Operation.Type.INFO, invocation.value(), Json.of("crashed")));
      }
    }

    private void commit(List<Json> messages, Session session) {
      if (!messages.isEmpty()) {
        position = offset(messages.get(messages.size() - 1)) + 1;
      }
      session.call(
          Body.of("commit", "offset", Json.of(position)),
          ReplySchema.of("commit_ok"),
          reply -> session.ok(Json.array(messages)));
    }

    private void assign(Invocation invocation, Session session) {
      if (invocation.equals(ASSIGN_ALL)) {
        position = 0;
        session.ok(invocation.value());
        return;
      }
      session.call(
          Body.of("committed"),
          ReplySchema.of("committed_ok", "offset", ReplySchema.Kind.INTEGER),
          reply -> {
            position = reply.integer("offset");
            session.ok(invocation.value());
          });
    }
  }

  /** The offset of {@code [offset, value]}. */
  static long offset(Json message) {
    return ((Json.Int) ((Json.Arr) message).items().get(0)).value();
  }

  /** Some sends, and once they are through, all sorts of things. */
  private static final class Operations implements Generator {
    private final RandomGenerator random;
    private long sent;
    private long completed;
    private long acknowledged = -1;

    Operations(RandomGenerator random) {
      this.random = random;
    }

    @Override
    public Next next(Turn turn) {
      if (sent < FIRST_SENDS) {
        return send();
      }
      if (completed < FIRST_SENDS) {
        return Idle.PENDING;
      }
      return switch (random.nextInt(20)) {
        case 0 -> new Do(CRASH);
        case 1, 2 -> new Do(ASSIGN);
        case 3, 4, 5, 6, 7, 8, 9, 10 -> new Do(POLL);
        default -> send();
      };
    }

    private Next send() {
      return new Do(new Invocation("send", Json.of(sent++)));
    }

    @Override
    public void onCompletion(long process, Invocation invocation, Outcome outcome) {
      completed++;
      if (invocation.f().equals("send") && outcome.type() == Operation.Type.OK) {
        acknowledged = Math.max(acknowledged, offset(outcome.value()));
      }
    }

    @Override
    public Optional<Generator> atTheEnd(int client) {
      return Optional.of(new CatchUp(acknowledged));
    }
  }

  /** Is assigned the log, and polls as far as this offset; a new process begins again. */
  private static final class CatchUp implements Generator {
    private final long end;
    private boolean isAssigned;
    private long polled = -1;

    CatchUp(long end) {
      this.end = end;
    }

    @Override
    public Next next(Turn turn) {
      if (!isAssigned) {
        return new Do(ASSIGN_ALL);
      }
      return polled >= end ? Idle.DONE : new Do(POLL);
    }

    @Override
    public void onCompletion(long process, Invocation invocation, Outcome outcome) {
      if (outcome.type() != Operation.Type.OK) {
        isAssigned = false;
      } else if (invocation.equals(ASSIGN_ALL)) {
        isAssigned = true;
        polled = -1;
      } else if (outcome.value() instanceof Json.Arr shown && !shown.items().isEmpty()) {
        polled = offset(shown.items().get(shown.items().size() - 1));
      }
    }
  }

  /** Whatever was acknowledged is polled at the end. */
  private static Findings check(List<Operation> history) {
    Set<Json> sent = new LinkedHashSet<>();
    Set<Json> polled = new LinkedHashSet<>();
    for (Attempt attempt : Attempt.all(history)) {
      Json value = attempt.completion().value();
      if (attempt.isOk() && attempt.f().equals("send")) {
        sent.add(((Json.Arr) value).items().get(1));
      } else if (attempt.isOk() && attempt.f().equals("poll") && attempt.invocation().isFinal()) {
        ((Json.Arr) value).items().forEach(item -> polled.add(((Json.Arr) item).items().get(1)));
      }
    }
    List<Json> lost = sent.stream().filter(value -> !polled.contains(value)).toList();
    return new Findings(
        Verdict.of(lost.isEmpty()),
        Findings.counted(lost.size(), "value was lost", "values were lost"),
        List.of(
            new Finding.Count("sent-count", sent.size(), Finding.Count.Use.FIGURE),
            new Finding.Count("lost-count", lost.size(), Finding.Count.Use.FAULT),
            new Finding.ValueList("lost", lost, Finding.ValueList.Use.LOST)));
  }
}
