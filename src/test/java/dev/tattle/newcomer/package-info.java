/** Workloads that are not in the jar, and their nodes: what somebody who brings one writes. */
@NullMarked
package dev.tattle.newcomer;

import org.jspecify.annotations.NullMarked;
