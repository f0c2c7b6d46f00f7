/**
 * What keeps strangers out: TLS, the cluster's key, and clients' tokens.
 *
 * <p>Secrets come from files, and no message to people shows them. What may change while a node
 * runs is read again when its file changes. A node that uses none of this loads none of it.
 *
 * <p>It must not know what is sent over connections.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.security.SecurityOptions}.
 */
@NullMarked
package dev.tattle.runtime.cluster.security;

import org.jspecify.annotations.NullMarked;
