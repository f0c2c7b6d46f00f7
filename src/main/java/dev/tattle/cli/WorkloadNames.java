package dev.tattle.cli;

import dev.tattle.bench.workload.Workloads;
import java.util.Iterator;

/** The names of all workloads, for help. */
final class WorkloadNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Workloads.names().iterator();
  }
}
