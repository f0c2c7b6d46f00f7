package dev.tattle.core;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws JSON values of all kinds from a seed. Awkward values are common. */
public final class RandomJson {
  private static final List<String> DECIMALS =
      List.of("-0", "-0.0", "0.0", "1e400", "-1E+2", "1.50", "0.1", "1e-400", "1e99999999999");
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "\0",
          "\n\r\t\b\f",
          "\"\\/",
          "\u007f\u0080",
          "😀",
          "\ud83d",
          "\ude00x",
          "\u2028");
  private static final List<Long> INTEGERS =
      List.of(0L, -1L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE);

  private final SplittableRandom random;

  public RandomJson(long seed) {
    random = new SplittableRandom(seed);
  }

  public Json next() {
    return next(4);
  }

  private Json next(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> Json.NULL;
      case 1 -> Json.of(random.nextBoolean());
      case 2 -> Json.of(random.nextBoolean() ? pick(INTEGERS) : random.nextLong());
      case 3 -> Json.of(new BigInteger(random.nextInt(1, 300), new java.util.Random(1)).negate());
      case 4 -> new Json.Num(pick(DECIMALS));
      case 5, 6 -> Json.of(text());
      case 7 -> array(depth);
      default -> object(depth);
    };
  }

  private Json array(int depth) {
    List<Json> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(next(depth - 1));
    }
    return Json.array(items);
  }

  private Json object(int depth) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put(wellFormed(text()), next(depth - 1));
    }
    return new Json.Obj(fields);
  }

  private String text() {
    StringBuilder text = new StringBuilder(pick(TEXTS));
    for (int i = random.nextInt(3); i > 0; i--) {
      text.append((char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  /** Jackson reads no lone surrogates in the names of fields. */
  private static String wellFormed(String name) {
    return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
