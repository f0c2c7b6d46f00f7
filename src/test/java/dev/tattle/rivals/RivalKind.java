package dev.tattle.rivals;

/** The engines that are compared. */
enum RivalKind {
  RATIS("Ratis 3.3.0"),
  JGROUPS("jgroups-raft 1.1.4, its CounterService"),
  JGROUPS_MACHINE("jgroups-raft 1.1.4, the counters here");

  private final String title;

  RivalKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Starts one node. */
  Rival start(RivalOptions options) throws Exception {
    return switch (this) {
      case RATIS -> RatisRival.start(options);
      case JGROUPS -> JgroupsRival.start(options);
      case JGROUPS_MACHINE -> JgroupsMachineRival.start(options);
    };
  }
}
