package dev.tattle.bench.check.txn;

/** What transactions read and write. */
public enum TxnKind {
  /** Lists, to which {@code ["append",key,element]} adds; reads show all of a list. */
  LIST_APPEND("append"),
  /** Registers, which {@code ["w",key,value]} overwrites; reads show the latest value. */
  RW_REGISTER("w");

  /** How a read is called in both. */
  static final String READ = "r";

  private final String write;

  TxnKind(String write) {
    this.write = write;
  }

  /** How a write is called in a history. */
  public String write() {
    return write;
  }
}
