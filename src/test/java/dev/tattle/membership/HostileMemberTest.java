package dev.tattle.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.AttackedNode;
import dev.tattle.core.NodeId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A member that gets messages no member would send goes on, and the others recover the true state.
 * {@code -Dtattle.seeds=1000} sets the number of seeds.
 */
class HostileMemberTest {
  private static final int SEEDS = Integer.getInteger("tattle.seeds", 20);
  private static final Duration ATTACK = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void changedMessagesAreRefusedOrTakenAndTheMemberGoesOn() {
    assertThat(AttackedNode.failures(SEEDS, HostileMemberTest::attack)).isEmpty();
  }

  private static void attack(long seed) {
    MembershipCluster cluster = new MembershipCluster(seed, 5, MembershipSettings.DEFAULT);
    NodeId victim = cluster.ids.get((int) (seed % 5));
    cluster.attacked = victim;
    cluster.ids.forEach(cluster::start);
    cluster.run(ATTACK);
    cluster.attacked = null;
    cluster.crash(victim);
    cluster.start(victim);
    assertThat(cluster.untilRight(PATIENCE)).isLessThan(PATIENCE);
  }
}
