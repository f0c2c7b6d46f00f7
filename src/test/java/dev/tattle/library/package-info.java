/** Tattle as a library: its examples, and what of it is public. */
@NullMarked
package dev.tattle.library;

import org.jspecify.annotations.NullMarked;
