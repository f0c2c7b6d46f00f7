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

/**
 * A state machine of values under keys.
 *
 * <pre>
 * command                       result
 * ["write", key, value]         null
 * ["cas", key, from, to]        null; [20] without the key; [22, kind] if it holds another value
 * ["put", key, from, to]        null; [22, kind]: a cas that creates
 * anything else                 [20]: no node of this build sends it
 * </pre>
 */
final class Registers implements Machine {
  private static final Json WRITE = Json.of("write");
  private static final Json CAS = Json.of("cas");
  private static final Json PUT = Json.of("put");
  private static final Json ABSENT = Json.array(Json.of(RpcError.KEY_DOES_NOT_EXIST.code()));

  private final Map<Json, Json> values = new LinkedHashMap<>();

  static Json write(Json key, Json value) {
    return Json.array(WRITE, key, value);
  }

  static Json cas(Json key, Json from, Json to, boolean creates) {
    return Json.array(creates ? PUT : CAS, key, from, to);
  }

  @Override
  public Json apply(Json command) {
    List<Json> items = command instanceof Json.Arr array ? array.items() : List.of();
    boolean isWrite = !items.isEmpty() && items.get(0).equals(WRITE);
    if (items.size() != (isWrite ? 3 : 4)) {
      return ABSENT;
    }
    Json key = items.get(1);
    if (isWrite) {
      values.put(key, items.get(2));
      return Json.NULL;
    }
    Json value = values.get(key);
    if (value == null && !items.get(0).equals(PUT)) {
      return ABSENT;
    }
    if (value != null && !value.equals(items.get(2))) {
      return Json.array(Json.of(RpcError.PRECONDITION_FAILED.code()), Json.of(value.kind()));
    }
    values.put(key, items.get(3));
    return Json.NULL;
  }

  @Override
  public Body reply(Body request, Json result) {
    if (!(result instanceof Json.Arr error)) {
      return Body.of(request.type() + "_ok");
    }
    if (error.items().size() == 1) {
      return absent().body();
    }
    return RpcError.PRECONDITION_FAILED.body(
        "the key holds another value than 'from': it is "
            + ((Json.Text) error.items().get(1)).value());
  }

  @Override
  public Body read(Body request) {
    Json value = values.get(request.json("key"));
    if (value == null) {
      throw absent();
    }
    return Body.of("read_ok", "value", value);
  }

  private static RequestException absent() {
    return new RequestException(RpcError.KEY_DOES_NOT_EXIST, "nobody has written this key");
  }

  @Override
  public List<Json> snapshot() {
    List<Json> pairs = new ArrayList<>(values.size());
    values.forEach((key, value) -> pairs.add(Json.array(key, value)));
    return SnapshotParts.of(pairs);
  }

  @Override
  public void restore(List<Json> parts) {
    values.clear();
    for (Json pair : SnapshotParts.items(parts)) {
      List<Json> keyAndValue = ((Json.Arr) pair).items();
      values.put(keyAndValue.get(0), keyAndValue.get(1));
    }
  }
}
