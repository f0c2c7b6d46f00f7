package dev.tattle.bench;

import dev.tattle.bench.load.Startup;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.bench.net.DisseminationJournal;
import dev.tattle.core.NodeId;
import dev.tattle.sim.SimulatedDisk;
import java.util.function.Supplier;

/**
 * Control over nodes, with what a kill and a restart mean for the rest of the run: a restarted node
 * is initialised again, and a killed one has no values.
 *
 * @param control of the cluster; fails where nodes can only be cut off
 */
record InitialisingControl(
    Supplier<NodeControl> control, Startup startup, DisseminationJournal dissemination)
    implements NodeControl {
  @Override
  public void kill(NodeId node) {
    control.get().kill(node);
    startup.expectNothingOf(node);
    dissemination.onKill(node);
  }

  @Override
  public void restart(NodeId node) {
    control.get().restart(node);
    startup.initialiseAgain(node);
  }

  @Override
  public void pause(NodeId node) {
    // It has only so long to answer its init.
    if (!startup.isComingBack(node)) {
      control.get().pause(node);
    }
  }

  @Override
  public void resume(NodeId node) {
    control.get().resume(node);
  }

  @Override
  public void setClockRate(NodeId node, double rate) {
    control.get().setClockRate(node, rate);
  }

  @Override
  public SimulatedDisk disk(NodeId node) {
    return control.get().disk(node);
  }
}
