package dev.tattle.gossip;

import java.time.Duration;

/**
 * What differs between the users of the engine.
 *
 * @param kind what is replicated ({@code "broadcast"}); peers tell it from {@code "of"} in messages
 * @param leafGather how long a new delta waits at a leaf to share a message to the relay
 * @param relayGather how long a new delta waits at a relay to share the messages to all peers
 */
public record GossipSettings(String kind, Duration leafGather, Duration relayGather) {}
