package dev.tattle.gossip;

import dev.tattle.core.Outbox;
import org.jspecify.annotations.Nullable;

/** Asks a {@link TidyStore} what to tidy, a while after something has changed. */
final class Tidying {
  private final @Nullable TidyStore store;
  private final DeltaRecords records;
  private final Succession succession;
  private final Dissemination dissemination;
  private boolean isArmed;

  Tidying(Shared shared, DeltaRecords records, Dissemination dissemination) {
    store = shared.store() instanceof TidyStore tidy ? tidy : null;
    this.records = records;
    succession = shared.succession();
    this.dissemination = dissemination;
  }

  /** Sets the timer, because something has changed here or among the members. */
  void changed(Outbox out) {
    if (store != null && !isArmed) {
      isArmed = true;
      out.setTimer(GossipTimer.Own.TIDY, GossipDefaults.TIDY);
    }
  }

  /** Takes the next step, if the store has one. */
  void run(Outbox out) {
    Delta step = store == null ? null : store.tidying(succession.others(), succession.isFirst());
    if (store != null && step != null) {
      records.append(step, store, out); // If this throws, the timer is set again.
      store.join(step);
      if (!succession.isAlone()) {
        dissemination.added(out);
      }
    }
    isArmed = false;
    if (step != null) {
      changed(out); // If this node is alone, the next step need not wait for anybody.
    }
  }
}
