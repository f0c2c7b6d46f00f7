package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.raft.Machine;
import dev.tattle.raft.SnapshotParts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state machine of registers and lists under keys, whose commands are whole transactions. A write
 * makes a key a register; an append to a key without a value makes it a list.
 *
 * <pre>
 * command                                result
 * [["r",k,null],["append",k,v],…]        [value of each read]
 * an append to a register                the kind of its value; nothing has changed
 * anything else                          null: no node of this build sends it
 * </pre>
 */
final class TxnMachine implements Machine {
  private static final Json LIST = Json.of("list");
  private static final Json REGISTER = Json.of("register");

  /** The value of a key. */
  private sealed interface Cell {
    /** The present value. It does not change when the cell does. */
    Json value();
  }

  private record Register(Json value) implements Cell {}

  private record Elements(List<Json> items) implements Cell {
    @Override
    public Json value() {
      return Json.array(List.copyOf(items));
    }
  }

  private final Map<Json, Cell> cells = new LinkedHashMap<>();

  @Override
  public Json apply(Json command) {
    Txn txn;
    try {
      txn = Txn.of(Body.of("txn", "txn", command));
    } catch (RequestException notOurs) {
      return Json.NULL;
    }
    Json obstacle = obstacle(txn);
    if (obstacle != null) {
      return obstacle;
    }
    List<Json> reads = new ArrayList<>();
    for (Txn.Operation one : txn.operations()) {
      switch (one.function()) {
        case READ -> reads.add(value(one.key()));
        case WRITE -> cells.put(one.key(), new Register(one.value()));
        case APPEND -> {
          Cell cell = cells.computeIfAbsent(one.key(), key -> new Elements(new ArrayList<>()));
          ((Elements) cell).items.add(one.value());
        }
      }
    }
    return Json.array(reads);
  }

  /** The kind of the value that the transaction can't append to; null if there is none. */
  private @Nullable Json obstacle(Txn txn) {
    Map<Json, Json> written = new LinkedHashMap<>();
    for (Txn.Operation one : txn.operations()) {
      if (one.function() == Txn.Function.WRITE) {
        written.put(one.key(), one.value());
      } else if (one.function() == Txn.Function.APPEND) {
        Json register = written.get(one.key());
        if (register == null && cells.get(one.key()) instanceof Register here) {
          register = here.value;
        }
        if (register != null) {
          return Json.of(register.kind());
        }
      }
    }
    return null;
  }

  private Json value(Json key) {
    Cell cell = cells.get(key);
    return cell == null ? Json.NULL : cell.value();
  }

  @Override
  public Body reply(Body request, Json result) {
    if (result instanceof Json.Arr reads) {
      return Txn.of(request).ok(reads.items());
    }
    String kind = result instanceof Json.Text text ? text.value() : "unknown";
    return RpcError.PRECONDITION_FAILED.body(
        "append needs a list or a key without value, but the key holds " + kind);
  }

  @Override
  public Body read(Body request) {
    Txn txn = Txn.of(request);
    List<Json> reads = new ArrayList<>();
    for (Txn.Operation one : txn.operations()) {
      reads.add(value(one.key()));
    }
    return txn.ok(reads);
  }

  @Override
  public List<Json> snapshot() {
    List<Json> items = new ArrayList<>(cells.size());
    cells.forEach(
        (key, cell) ->
            items.add(Json.array(key, cell instanceof Elements ? LIST : REGISTER, cell.value())));
    return SnapshotParts.of(items);
  }

  @Override
  public void restore(List<Json> parts) {
    cells.clear();
    for (Json item : SnapshotParts.items(parts)) {
      List<Json> cell = ((Json.Arr) item).items();
      Json value = cell.get(2);
      boolean isList = cell.get(1).equals(LIST);
      cells.put(
          cell.get(0),
          isList ? new Elements(new ArrayList<>(((Json.Arr) value).items())) : new Register(value));
    }
  }
}
