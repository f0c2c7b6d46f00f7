/**
 * The checker of logs with offsets: what was sent, polled and lost, and in which order.
 *
 * <p>It knows no workload's generator or client. Begin with {@link
 * dev.tattle.bench.check.kafka.KafkaChecker}, then {@link dev.tattle.bench.check.kafka.LogHistory}.
 */
@NullMarked
package dev.tattle.bench.check.kafka;

import org.jspecify.annotations.NullMarked;
