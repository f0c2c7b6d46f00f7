package dev.tattle.newcomer;

import dev.tattle.core.Environment;

/** Broken on purpose: keeps the value that came last. */
public final class LastWinsRegister extends MaxRegisterNode {
  public LastWinsRegister(Environment environment) {
    super(environment);
  }

  @Override
  void keep(long value) {
    greatest = value;
  }
}
