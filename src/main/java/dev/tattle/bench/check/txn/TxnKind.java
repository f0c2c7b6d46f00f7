package dev.tattle.bench.check.txn;

/** The kinds of data that transactions use. */
public enum TxnKind {
  /** Lists, to which {@code ["append",key,element]} adds; reads show all of a list. */
  LIST_APPEND("append"),
  /** Registers, which {@code ["w",key,value]} overwrites; reads show the latest value. */
  RW_REGISTER("w");

  /** The name of a read in both kinds. */
  static final String READ = "r";

  private final String write;

  TxnKind(String write) {
    this.write = write;
  }

  /** The name of a write in a history. */
  public String write() {
    return write;
  }
}
