package dev.tattle.core.rpc;

import dev.tattle.core.Timer;

/** The time-out of a call, or the pause before its next attempt. */
public record CallTimer(long msgId) implements Timer {}
