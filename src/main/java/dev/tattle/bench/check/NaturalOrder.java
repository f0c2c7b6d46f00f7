package dev.tattle.bench.check;

import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts values as Clojure does, for the results of Jepsen's checkers. Null comes first; then values
 * of one kind compare by size. Shorter arrays come before longer ones; the items of equally long
 * ones decide. Objects, and values of different kinds, have no order: {@link ClassCastException}.
 */
final class NaturalOrder implements Comparator<Json> {
  @Override
  public int compare(Json a, Json b) {
    if (a instanceof Json.Null || b instanceof Json.Null) {
      return Boolean.compare(!(a instanceof Json.Null), !(b instanceof Json.Null));
    }
    if (a instanceof Json.Arr x && b instanceof Json.Arr y) {
      return compareItems(x.items(), y.items());
    }
    boolean haveOrder =
        (a instanceof Json.Text && b instanceof Json.Text)
            || (a instanceof Json.Bool && b instanceof Json.Bool)
            || (Values.isNumber(a) && Values.isNumber(b));
    if (!haveOrder) {
      throw new ClassCastException(Shown.json(a) + " and " + Shown.json(b));
    }
    return Values.ORDER.compare(a, b);
  }

  private int compareItems(List<Json> a, List<Json> b) {
    int order = Integer.compare(a.size(), b.size());
    for (int i = 0; i < a.size() && order == 0; i++) {
      order = compare(a.get(i), b.get(i));
    }
    return order;
  }
}
