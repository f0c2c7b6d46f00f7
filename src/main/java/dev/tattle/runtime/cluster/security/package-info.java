/**
 * What keeps strangers out: TLS, the cluster's key, and the tokens of clients.
 *
 * <p>Secrets come from files, and are in no message to people. What may change while a node runs is
 * read again when its files change. Nothing of this is loaded where it is not asked for. It must
 * not know what is sent over connections. Begin with {@link
 * dev.tattle.runtime.cluster.security.SecurityOptions}.
 */
@NullMarked
package dev.tattle.runtime.cluster.security;

import org.jspecify.annotations.NullMarked;
