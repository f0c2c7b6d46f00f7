package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.NodeFactory;
import java.util.function.Predicate;

/**
 * A node that this process hosts. All hosted nodes share one name and the same members.
 *
 * @param part the folder for this node's records within the data folder of that name; empty for
 *     that folder itself
 * @param isBetweenNodes true for the messages that nodes of its kind send each other; from peers it
 *     gets no other messages
 */
public record Hosted(String part, NodeFactory factory, Predicate<Body> isBetweenNodes) {}
