/**
 * One node's records in a folder: checksums, syncs, checkpoints and a lock.
 *
 * <p>The lock keeps a second process out.
 *
 * <p>It must not know what records mean, nor any protocol.
 *
 * <p>Begin with {@link dev.tattle.runtime.disk.RecordFolder}.
 */
@NullMarked
package dev.tattle.runtime.disk;

import org.jspecify.annotations.NullMarked;
