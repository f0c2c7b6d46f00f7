package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction: micro-operations, in order, that happen as one. Keys and values are any JSON.
 *
 * @param operations the micro-operations, in an unmodifiable list
 */
record Txn(List<Operation> operations) {
  /** What a micro-operation does with its key. */
  enum Function {
    READ("r"),
    WRITE("w"),
    APPEND("append");

    private final String label;

    Function(String label) {
      this.label = label;
    }

    private static @Nullable Function of(Json label) {
      for (Function one : values()) {
        if (Json.of(one.label).equals(label)) {
          return one;
        }
      }
      return null;
    }
  }

  /** One micro-operation. The value of a read is ignored. */
  record Operation(Function function, Json key, Json value) {}

  /**
   * Reads the transaction in a request.
   *
   * @throws RequestException if it is malformed
   */
  static Txn of(Body body) {
    List<Json> items = body.array("txn");
    body.payload("txn");
    List<Operation> operations = new ArrayList<>(items.size());
    for (Json item : items) {
      operations.add(operation(item, operations.size(), body));
    }
    return new Txn(Collections.unmodifiableList(operations));
  }

  private static Operation operation(Json item, int index, Body body) {
    List<Json> parts = item instanceof Json.Arr array ? array.items() : List.of();
    Function function = parts.size() == 3 ? Function.of(parts.get(0)) : null;
    if (function == null) {
      throw body.malformed(
          "txn",
          "an array of [\"r\", key, null], [\"w\", key, value] and [\"append\", key, value]",
          "its item " + index + " is none of them");
    }
    return new Operation(function, parts.get(1), parts.get(2));
  }

  boolean isReadOnly() {
    return operations.stream().allMatch(one -> one.function == Function.READ);
  }

  boolean has(Function function) {
    return operations.stream().anyMatch(one -> one.function == function);
  }

  /** The transaction as a command of a log: the value of each read is null. */
  Json toJson() {
    return filled(Collections.nCopies(operations.size(), Json.NULL));
  }

  /** The answer to a transaction whose reads gave these values, in order. */
  Body ok(List<Json> reads) {
    return Body.of("txn_ok", "txn", filled(reads));
  }

  private Json filled(List<Json> reads) {
    List<Json> items = new ArrayList<>(operations.size());
    Iterator<Json> read = reads.iterator();
    for (Operation one : operations) {
      Json value = one.function == Function.READ ? read.next() : one.value;
      items.add(Json.array(Json.of(one.function.label), one.key, value));
    }
    return Json.array(items);
  }
}
