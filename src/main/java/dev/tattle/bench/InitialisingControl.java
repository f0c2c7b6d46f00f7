package dev.tattle.bench;

import dev.tattle.bench.load.Startup;
import dev.tattle.bench.nemesis.NodeControl;
import dev.tattle.bench.net.DisseminationJournal;
import dev.tattle.core.NodeId;
import dev.tattle.sim.SimulatedDisk;
import java.util.function.Supplier;

/**
 * Controls nodes and keeps the rest of the run informed: it initialises a restarted node again, and
 * records that a killed node has no values.
 *
 * @param control of the cluster; fails if nodes can only be cut off
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
    // A node that comes back has limited time to answer its init, so it is not paused until then.
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
