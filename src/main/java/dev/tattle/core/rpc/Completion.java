package dev.tattle.core.rpc;

/**
 * A call that has ended.
 *
 * @param context what the caller gave with the call: a value that says what to do next
 */
public record Completion<C>(C context, Result result) {}
