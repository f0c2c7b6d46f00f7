package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.NodeFactory;
import java.util.function.Predicate;

/**
 * A node that a process hosts. All that it hosts have one name, and the same members.
 *
 * @param part of the data folder that is this node's own; empty for the folder itself
 * @param isBetweenNodes true for the messages that nodes of its kind send each other: of what peers
 *     send, it gets no other
 */
public record Hosted(String part, NodeFactory factory, Predicate<Body> isBetweenNodes) {}
