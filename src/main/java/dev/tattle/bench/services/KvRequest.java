package dev.tattle.bench.services;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import org.jspecify.annotations.Nullable;

/** A request to a key-value service. */
sealed interface KvRequest {
  Json key();

  /**
   * What the request does to its key.
   *
   * @param value of the key now; null where it is absent
   */
  Result on(@Nullable Json value);

  /**
   * What came of it.
   *
   * @param write the key's next value; null where the request changes nothing
   */
  record Result(Body reply, @Nullable Json write) {}

  static KvRequest of(Body body) {
    return switch (body.type()) {
      case "read" -> new Read(body.json("key"));
      case "write" -> new Write(body.json("key"), body.json("value"));
      case "cas" ->
          new Cas(
              body.json("key"),
              body.json("from"),
              body.json("to"),
              body.has("create_if_not_exists") && body.bool("create_if_not_exists"));
      default -> throw Service.notSupported(body, "read, write and cas");
    };
  }

  /** {@code read{key}}. */
  record Read(Json key) implements KvRequest {
    @Override
    public Result on(@Nullable Json value) {
      return value == null ? ABSENT : new Result(Body.of("read_ok", "value", value), null);
    }
  }

  /** {@code write{key,value}}. */
  record Write(Json key, Json value) implements KvRequest {
    @Override
    public Result on(@Nullable Json old) {
      return new Result(Body.of("write_ok"), value);
    }
  }

  /** {@code cas{key,from,to,create_if_not_exists?}}. */
  record Cas(Json key, Json from, Json to, boolean creates) implements KvRequest {
    @Override
    public Result on(@Nullable Json value) {
      if (value == null && !creates) {
        return ABSENT;
      }
      if (value != null && !value.equals(from)) {
        return new Result(RpcError.PRECONDITION_FAILED.body("the value is not 'from'"), null);
      }
      return new Result(Body.of("cas_ok"), to);
    }
  }

  Result ABSENT = new Result(RpcError.KEY_DOES_NOT_EXIST.body("key does not exist"), null);
}
