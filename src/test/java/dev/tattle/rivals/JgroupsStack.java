package dev.tattle.rivals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.PhysicalAddress;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.raft.ELECTION;
import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.NO_DUPES;
import org.jgroups.protocols.raft.RAFT;
import org.jgroups.protocols.raft.REDIRECT;
import org.jgroups.stack.IpAddress;

/**
 * The JGroups protocols below jgroups-raft: those of its {@code raft.xml} over TCP, for processes
 * on one machine. A node that does not answer is suspected after 1 s instead of 40 s, because a
 * stopped leader would otherwise stay leader that long. The log syncs each append, which is off by
 * default.
 */
final class JgroupsStack {
  private static final long SUSPECT_MILLIS = 1_000;

  private JgroupsStack() {}

  /** A channel that is not connected. */
  static JChannel channel(RivalOptions options) throws Exception {
    InetAddress host = InetAddress.getLoopbackAddress();
    TCP tcp = new TCP();
    tcp.setBindAddress(host);
    tcp.setBindPort(options.port());
    tcp.setPortRange(0);
    List<PhysicalAddress> all = new ArrayList<>();
    for (int port : options.ports().values()) {
      all.add(new IpAddress(host, port));
    }
    JChannel channel =
        new JChannel(
            tcp,
            new TCPPING().setInitialHosts2(all).setPortRange(0),
            new MERGE3().setMinInterval(SUSPECT_MILLIS).setMaxInterval(2 * SUSPECT_MILLIS),
            new FD_SOCK2(),
            new FD_ALL3().setTimeout(SUSPECT_MILLIS).setInterval(SUSPECT_MILLIS / 4),
            new VERIFY_SUSPECT2().setTimeout(SUSPECT_MILLIS / 4),
            new NAKACK2().useMcastXmit(false),
            new UNICAST3(),
            new STABLE(),
            new NO_DUPES(),
            new GMS().setJoinTimeout(SUSPECT_MILLIS).printLocalAddress(false),
            new UFC(),
            new MFC(),
            new FRAG4(),
            new ELECTION(),
            raft(options.self(), List.copyOf(options.ports().keySet()), options.data()),
            new REDIRECT());
    channel.setName(options.self());
    return channel;
  }

  private static RAFT raft(String self, List<String> members, Path data) {
    return new RAFT()
        .members(members)
        .raftId(self)
        .logClass(FileBasedLog.class.getCanonicalName())
        .logDir(data.toString())
        .logUseFsync(true);
  }
}
