/** Draws packages and their dependencies, for the pages about the architecture. */
package dev.tattle.drawing;
