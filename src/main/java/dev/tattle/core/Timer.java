package dev.tattle.core;

/**
 * The name of a timer: an enum or a record of the protocol. Equal timers are the same timer. Timers
 * are values, so that a test can compare them and a trace can show them.
 */
public interface Timer {}
