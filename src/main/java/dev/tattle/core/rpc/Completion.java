package dev.tattle.core.rpc;

/**
 * A call that has ended.
 *
 * @param context the caller's value from the call, which says what to do next
 */
public record Completion<C>(C context, Result result) {}
