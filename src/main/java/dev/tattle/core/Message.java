package dev.tattle.core;

/** One message on the network. Immutable. */
public record Message(NodeId src, NodeId dest, Body body) {}
