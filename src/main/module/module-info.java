/**
 * Tattle as a library: write a node, run it as a program, simulate it under a workload.
 *
 * <p>Begin with {@link dev.tattle}. What is not exported here may change at any time.
 *
 * @provides dev.tattle.bench.workload.Workload the workloads that Tattle brings
 * @uses dev.tattle.bench.workload.Workload yours are found in the same way
 */
module dev.tattle {
  requires java.logging;
  requires java.management;
  requires java.net.http;
  requires jdk.httpserver;
  // Of the libraries inside; only the counter service needs them.
  requires static java.naming;
  requires static jdk.unsupported;

  exports dev.tattle;
  exports dev.tattle.bench.check;
  exports dev.tattle.bench.history;
  exports dev.tattle.bench.workload;
  exports dev.tattle.core;
  exports dev.tattle.core.rpc;
  exports dev.tattle.crdt;
  exports dev.tattle.gossip;

  uses dev.tattle.bench.workload.Workload;

  provides dev.tattle.bench.workload.Workload with
      dev.tattle.bench.workload.EchoWorkload,
      dev.tattle.bench.workload.UniqueIdsWorkload,
      dev.tattle.bench.workload.BroadcastWorkload,
      dev.tattle.bench.workload.GSetWorkload,
      dev.tattle.bench.workload.GCounterWorkload,
      dev.tattle.bench.workload.PnCounterWorkload,
      dev.tattle.bench.workload.LinKvWorkload,
      dev.tattle.bench.workload.KafkaWorkload,
      dev.tattle.bench.workload.TxnListAppendWorkload,
      dev.tattle.bench.workload.TxnRwRegisterWorkload,
      dev.tattle.bench.workload.CountersWorkload,
      dev.tattle.bench.workload.CounterStrongWorkload,
      dev.tattle.bench.workload.CounterNextWorkload;
}
