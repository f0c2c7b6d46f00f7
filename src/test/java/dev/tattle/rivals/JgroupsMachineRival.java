package dev.tattle.rivals;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.nodes.StrongMachine;
import dev.tattle.raft.Machine;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jgroups.JChannel;
import org.jgroups.raft.Options;
import org.jgroups.raft.RaftHandle;
import org.jgroups.raft.StateMachine;

/** The counters of this project as a state machine of jgroups-raft. */
final class JgroupsMachineRival implements Rival {
  /** Thread rule: jgroups-raft applies on one thread and asks on others. */
  private static final class Counters implements StateMachine {
    private final Machine machine = StrongMachine.create();

    @Override
    public synchronized byte[] apply(byte[] data, int offset, int length, boolean serialize) {
      Json json = RatisCounters.parse(Arrays.copyOfRange(data, offset, offset + length));
      Json told =
          json instanceof Json.Text name
              ? new Json.Obj(machine.read(Body.of("read", "strong", name)).fields())
              : machine.apply(json);
      return RatisCounters.bytes(told);
    }

    @Override
    public synchronized void readContentFrom(DataInput in) throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      if (RatisCounters.parse(bytes) instanceof Json.Arr parts) {
        machine.restore(parts.items());
      }
    }

    @Override
    public synchronized void writeContentTo(DataOutput out) throws IOException {
      byte[] bytes = RatisCounters.bytes(Json.array(machine.snapshot()));
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private final JChannel channel;
  private final RaftHandle handle;
  private final Machine replies = StrongMachine.create();

  private JgroupsMachineRival(JChannel channel, RaftHandle handle) {
    this.channel = channel;
    this.handle = handle;
  }

  static JgroupsMachineRival start(RivalOptions options) throws Exception {
    JChannel channel = JgroupsStack.channel(options);
    RaftHandle handle = new RaftHandle(channel, new Counters());
    channel.connect("rivals");
    return new JgroupsMachineRival(channel, handle);
  }

  @Override
  public void ask(Body question, Duration patience, Consumer<Body> answer) {
    boolean isRead = question.type().equals("read");
    byte[] asked =
        RatisCounters.bytes(isRead ? question.json("strong") : StrongMachine.command(question));
    CompletableFuture<byte[]> told;
    try {
      told =
          isRead
              ? handle.getAsync(asked, 0, asked.length, Options.DEFAULT_OPTIONS)
              : handle.setAsync(asked, 0, asked.length, Options.DEFAULT_OPTIONS);
    } catch (Exception notAsked) {
      answer.accept(JgroupsRival.refusal(notAsked));
      return;
    }
    Rival.answer(told, patience, (bytes, failure) -> answer(question, bytes, failure), answer);
  }

  private Body answer(Body question, byte[] bytes, Throwable failure) {
    if (failure != null) {
      return JgroupsRival.refusal(failure);
    }
    Json told = RatisCounters.parse(bytes);
    return told instanceof Json.Obj read
        ? new Body("read_ok", null, null, read.fields())
        : replies.reply(question, told);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
