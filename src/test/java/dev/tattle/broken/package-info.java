/**
 * Nodes that are broken on purpose: each is a good protocol with one fault, so that a bench which
 * does not see the fault is no bench. Begin with {@link dev.tattle.broken.BrokenNode}.
 */
package dev.tattle.broken;
