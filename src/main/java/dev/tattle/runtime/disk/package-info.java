/**
 * One node's records in a folder: checksums, syncs, checkpoints, and a lock against a second
 * process.
 *
 * <p>It must not know what records mean, nor any protocol. Begin with {@link
 * dev.tattle.runtime.disk.RecordFolder}.
 */
@NullMarked
package dev.tattle.runtime.disk;

import org.jspecify.annotations.NullMarked;
