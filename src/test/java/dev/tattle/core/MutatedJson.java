package dev.tattle.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Changes something in a JSON value, as an attacker would who looks for values that a node does not
 * expect.
 */
public final class MutatedJson {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    1_000,
    -1_000,
    1L << 31,
    1L << 32,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1
  };
  private static final String[] TEXTS = {
    "", "n0", "n1", "n9", "n0:0", "n1:", ":", "a", "\n", "\0", "é", "x".repeat(300)
  };

  private MutatedJson() {}

  /** A body of the same type with one to three changes. */
  public static Body of(Body body, SplittableRandom random) {
    Map<String, Json> fields = new LinkedHashMap<>(body.fields());
    for (int left = random.nextInt(3); left >= 0; left--) {
      fields = new LinkedHashMap<>(((Json.Obj) inside(new Json.Obj(fields), random)).fields());
    }
    return new Body(body.type(), body.msgId(), body.inReplyTo(), fields);
  }

  private static Json mutated(Json json, SplittableRandom random) {
    boolean hasInside =
        (json instanceof Json.Obj object && !object.fields().isEmpty())
            || (json instanceof Json.Arr array && !array.items().isEmpty());
    if (hasInside && random.nextInt(8) > 0) {
      return inside(json, random);
    }
    if (json instanceof Json.Int number && random.nextInt(4) > 0) {
      return Json.of(number(number.value(), random));
    }
    return another(random);
  }

  private static Json inside(Json json, SplittableRandom random) {
    if (json instanceof Json.Obj object) {
      Map<String, Json> fields = new LinkedHashMap<>(object.fields());
      if (fields.isEmpty() || random.nextInt(10) == 0) {
        fields.put(text(random), another(random));
        return new Json.Obj(fields);
      }
      String name = new ArrayList<>(fields.keySet()).get(random.nextInt(fields.size()));
      switch (random.nextInt(10)) {
        case 0 -> fields.remove(name);
        case 1 -> fields.put(text(random), fields.getOrDefault(name, Json.NULL));
        default -> fields.put(name, mutated(fields.getOrDefault(name, Json.NULL), random));
      }
      return new Json.Obj(fields);
    }
    List<Json> items = new ArrayList<>(((Json.Arr) json).items());
    int at = random.nextInt(items.size());
    switch (random.nextInt(10)) {
      case 0 -> items.remove(at);
      case 1 -> items.add(at, items.get(random.nextInt(items.size())));
      case 2 -> items.add(another(random));
      default -> items.set(at, mutated(items.get(at), random));
    }
    return Json.array(items);
  }

  private static long number(long value, SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> value + 1;
      case 1 -> value - 1;
      case 2 -> -value;
      default -> NUMBERS[random.nextInt(NUMBERS.length)];
    };
  }

  private static String text(SplittableRandom random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static Json another(SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(true);
      case 2 -> Json.of(text(random));
      case 3 -> Json.array();
      case 4 -> Json.array(Json.array(), Json.of(1));
      case 5 -> Json.object();
      case 6 -> Json.object(text(random), Json.of(1));
      case 7 -> new Json.Num("1.5");
      default -> Json.of(number(0, random));
    };
  }
}
