/**
 * Workloads: what clients ask, which replies are right, and who judges.
 *
 * <p>Each workload is one class. A registry finds it through {@code META-INF/services}; nothing
 * else lists workloads.
 *
 * <p>They must not know the network, clocks or processes.
 *
 * <p>Begin with {@link dev.tattle.bench.workload.Workload}, then {@link
 * dev.tattle.bench.workload.EchoWorkload}.
 *
 * <p>A workload of your own says what to ask, and which replies to accept. For a register:
 *
 * <pre>{@code
 * @Override
 * public Generator generator(Setting setting, RandomGenerator random) {
 *   return Generator.endless(
 *       () ->
 *           random.nextBoolean()
 *               ? READ
 *               : new Invocation("write", Json.of(random.nextInt(1_000_000))),
 *       READ);
 * }
 *
 * @Override
 * public boolean has(Invocation invocation) {
 *   return invocation.equals(READ)
 *       || (invocation.f().equals("write") && invocation.value() instanceof Json.Int);
 * }
 *
 * @Override
 * public Body request(Setting setting, Invocation invocation) {
 *   return invocation.equals(READ)
 *       ? Body.of("read")
 *       : Body.of("write", "value", invocation.value());
 * }
 *
 * @Override
 * public ReplySchema reply(Invocation invocation) {
 *   return invocation.equals(READ)
 *       ? ReplySchema.of("read_ok", "value", ReplySchema.Kind.INTEGER)
 *       : ReplySchema.of("write_ok");
 * }
 * }</pre>
 */
@NullMarked
package dev.tattle.bench.workload;

import org.jspecify.annotations.NullMarked;
