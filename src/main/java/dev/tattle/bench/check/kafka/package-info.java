/**
 * The checker of logs with offsets: what was lost, doubled or out of order.
 *
 * <p>It must not know the workload's generator or client.
 *
 * <p>Begin with {@link dev.tattle.bench.check.kafka.KafkaChecker}, then {@link
 * dev.tattle.bench.check.kafka.LogHistory}.
 */
@NullMarked
package dev.tattle.bench.check.kafka;

import org.jspecify.annotations.NullMarked;
