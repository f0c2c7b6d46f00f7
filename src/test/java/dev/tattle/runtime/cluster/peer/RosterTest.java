package dev.tattle.runtime.cluster.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.membership.Member;
import dev.tattle.membership.MemberState;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.security.Sockets;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final HostPort HERE = new HostPort("127.0.0.1", 1);
  private static final HostPort THERE = new HostPort("127.0.0.1", 2);

  private final Vertx vertx = Vertx.vertx();
  private final List<String> told = new ArrayList<>();
  private final BlockingQueue<Map<HostPort, NodeId>> dialled = new LinkedBlockingQueue<>();
  private final AddressBook book = new AddressBook(vertx, all -> dialled.add(all.claimed()));
  private final Log log = new Log(Log.Level.ERROR, System.err);
  private final Dialers dialers =
      new Dialers(vertx, log, Sockets.plain(vertx, log), (dialer, socket) -> {});
  private final Roster roster =
      new Roster(
          new NodeId("n1"), 1, (ids, size) -> told.add(ids + " " + size), new PeerEvents(log));

  @AfterEach
  void close() {
    vertx.close();
  }

  private static Member member(String id, HostPort address, MemberState state) {
    return new Member(new NodeId(id), address.toString(), 0, state);
  }

  private void follow(Member... members) {
    roster.follow(List.of(members), book);
    roster.update(dialers);
  }

  /** What is dialled in the end. */
  private void awaitDialled(Map<HostPort, NodeId> expected) throws InterruptedException {
    Map<HostPort, NodeId> last = null;
    while (!expected.equals(last)) {
      last = dialled.poll(20, TimeUnit.SECONDS);
      assertThat(last).as("told in time, until it is %s", expected).isNotNull();
    }
  }

  @Test
  void whoIsDeadStaysAMemberAndWhoHasLeftOrIsForgottenIsNone() {
    Member second = member("n2", HERE, MemberState.ALIVE);
    follow(second, member("n3", THERE, MemberState.ALIVE));
    follow(second, member("n3", THERE, MemberState.DEAD));
    assertThat(told).containsExactly("[n1, n2, n3] 3");
    follow(second, member("n3", THERE, MemberState.LEFT));
    follow(member("n2", HERE, MemberState.DEAD));
    follow();
    assertThat(told).containsExactly("[n1, n2, n3] 3", "[n1, n2] 2", "[n1] 1");
  }

  @Test
  void whoSaidHelloIsAMemberUntilMembershipHasForgottenIt() {
    roster.heard(new Hello(new NodeId("n2"), "test", 1, HERE));
    follow();
    assertThat(told).containsExactly("[n1, n2] 2");
    follow(member("n2", HERE, MemberState.DEAD));
    follow();
    assertThat(told).containsExactly("[n1, n2] 2", "[n1] 1");
    assertThat(roster.peers()).isEmpty();
  }

  @Test
  void membersAreDialledWhereTheyAreNow() throws Exception {
    NodeId second = new NodeId("n2");
    follow(member("n2", HERE, MemberState.DEAD));
    awaitDialled(Map.of(HERE, second));
    follow(member("n2", THERE, MemberState.ALIVE));
    awaitDialled(Map.of(THERE, second));
    book.onTold(second, HERE); // It says so itself, and others do not know yet.
    follow(member("n2", THERE, MemberState.SUSPECT));
    awaitDialled(Map.of(HERE, second));
    follow(member("n2", HERE, MemberState.LEFT));
    awaitDialled(Map.of());
  }

  @Test
  void addressThatIsNoneIsNotDialled() {
    follow(new Member(new NodeId("n2"), "nowhere", 0, MemberState.ALIVE));
    assertThat(dialled).isEmpty();
    assertThat(roster.statuses(id -> false, dialers))
        .singleElement()
        .extracting(PeerStatus::address)
        .isEqualTo("nowhere");
  }
}
