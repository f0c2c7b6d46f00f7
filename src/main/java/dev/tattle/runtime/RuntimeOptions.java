package dev.tattle.runtime;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What every runtime is told.
 *
 * @param log of the node
 * @param dataFolder below which the node keeps its records, in a folder of its name; null for a
 *     node that keeps nothing
 */
public record RuntimeOptions(Log log, @Nullable Path dataFolder) {}
