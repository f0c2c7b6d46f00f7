package dev.tattle.core;

/**
 * A timer's name: a protocol's own enum or record. Equal timers are the same timer. Values, so that
 * a test can compare them and a trace can show them.
 */
public interface Timer {}
