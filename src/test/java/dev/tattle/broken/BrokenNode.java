package dev.tattle.broken;

import dev.tattle.core.NodeFactory;
import dev.tattle.nodes.CounterNode;
import dev.tattle.nodes.GSetNode;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.NodeCrashException;
import dev.tattle.runtime.stdio.StdioRuntime;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** {@code BrokenNode MODE}: a node on stdin and stdout that has one fault. */
public final class BrokenNode {
  private BrokenNode() {}

  public static void main(String[] args) throws NodeCrashException, InterruptedException {
    new StdioRuntime(
            factory(args[0]),
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new Log(Log.Level.WARN, System.err))
        .run();
  }

  static NodeFactory factory(String mode) {
    return switch (mode) {
      case "drop-delta" -> BrokenBroadcasts.DropDelta::new;
      case "lost-ack" -> BrokenBroadcasts.LostAck::new;
      case "no-dedup" -> BrokenBroadcasts.NoDedup::new;
      case "no-catch-up" -> BrokenBroadcasts.NoCatchUp::new;
      case "dying-relay" -> BrokenBroadcasts.DyingRelay::new;
      case "double-free" -> BrokenBroadcasts.DoubleFree::new;
      case "skipping-digest" -> DigestBroadcast.Skipping::new;
      case "merge-adds" -> SlotCounter.MergeAdds::new;
      case "last-wins" -> SlotCounter.LastWins::new;
      case "early-ids" -> LeasedIds.BeforeRecovery::new;
      case "double-cas" -> DoubleCounter::new;
      case "reuse-ids" -> ReusedIds::new;
      case "hasty-set" -> environment -> new HastyNode(GSetNode::new, environment);
      case "hasty-counter" ->
          environment -> new HastyNode(e -> new CounterNode(e, false), environment);
      case "sloppy-reply" -> SloppyBroadcast::new;
      default -> logs(mode);
    };
  }

  private static NodeFactory logs(String mode) {
    return switch (mode) {
      case "right-logs" -> OwnedLogs::new;
      case "reuses-offsets" -> BrokenLogs.ReusesOffsets::new;
      case "polls-beyond-gaps" -> BrokenLogs.PollsBeyondGaps::new;
      case "skips-messages" -> BrokenLogs.SkipsMessages::new;
      case "loses-appends" -> BrokenLogs.LosesAppends::new;
      case "moves-commits-back" -> BrokenLogs.MovesCommitsBack::new;
      case "two-owners" -> BrokenLogs.TwoOwners::new;
      case "mixes-up-retries" -> BrokenLogs.MixesUpRetries::new;
      case "hides-the-newest" -> BrokenLogs.HidesTheNewest::new;
      case "appends-again" -> BrokenLogs.AppendsAgain::new;
      case "refuses-too-late" -> BrokenLogs.RefusesTooLate::new;
      case "appends-below" -> BrokenLogs.AppendsBelow::new;
      default -> txns(mode);
    };
  }

  private static NodeFactory txns(String mode) {
    return switch (mode) {
      case "right-lists" -> e -> new SlowTxns(e, false);
      case "right-registers" -> e -> new SlowTxns(e, true);
      case "interleaves" -> e -> new BrokenTxns.Interleaves(e, false);
      case "aborts-too-late" -> e -> new BrokenTxns.AbortsTooLate(e, true);
      case "builds-on-aborted" -> e -> new BrokenTxns.AbortsTooLate(e, false);
      case "reads-between-writes" -> BrokenTxns.ReadsBetweenWrites::new;
      case "reads-after-writes" -> e -> new BrokenTxns.ReadsAfterWrites(e, false);
      case "registers-after-writes" -> e -> new BrokenTxns.ReadsAfterWrites(e, true);
      case "back-dates-writes" -> BrokenTxns.BackDatesWrites::new;
      case "reads-one-by-one" -> BrokenTxns.ReadsOneByOne::new;
      case "skews-writes" -> e -> new BrokenTxns.Snapshots(e, false, true);
      case "loses-updates" -> e -> new BrokenTxns.Snapshots(e, true, false);
      case "forgets-its-writes" -> BrokenTxns.ForgetsItsWrites::new;
      case "sees-the-future" -> BrokenTxns.SeesTheFuture::new;
      case "appends-twice" -> BrokenTxns.AppendsTwice::new;
      case "orders-twice" -> BrokenTxns.OrdersTwice::new;
      case "reads-the-past" -> BrokenTxns.ReadsThePast::new;
      case "forks" -> BrokenTxns.Forks::new;
      case "shows-nothing" -> BrokenTxns.ShowsNothing::new;
      case "writes-one-by-one" -> BrokenTxns.WritesOneByOne::new;
      default -> counters(mode);
    };
  }

  private static NodeFactory counters(String mode) {
    return switch (mode) {
      case "right-counters" -> LoggedCounters::new;
      case "hasty-counters" -> environment -> new HastyNode(LoggedCounters::new, environment);
      case "forgets-keys" -> BrokenCounters.ForgetsKeys::new;
      case "keys-of-a-node" -> BrokenCounters.KeysOfANode::new;
      case "forgets-deletes" -> BrokenCounters.ForgetsDeletes::new;
      case "foreign-clocks" -> BrokenCounters.ForeignClocks::new;
      case "rolled-back" -> environment -> new RolledBackCounters(environment, false);
      case "rolled-back-anew" -> environment -> new RolledBackCounters(environment, true);
      case "adds-again" -> BrokenCounters.AddsAgain::new;
      case "skips-changes" -> BrokenCounters.SkipsChanges::new;
      case "ignores-tokens" -> BrokenCounters.IgnoresTokens::new;
      case "minority-reads" -> BrokenCounters.MinorityReads::new;
      case "tears-batches" -> BrokenCounters.TearsBatches::new;
      case "deletes-unseen" -> BrokenCounters.DeletesUnseen::new;
      case "counts-refused" -> BrokenCounters.RefusesTooLate::new;
      case "hears-nobody" -> BrokenCounters.HearsNobody::new;
      default -> throw new IllegalArgumentException("no such mode: " + mode);
    };
  }
}
