package dev.tattle.bench.check;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All findings of a checker.
 *
 * @param reason why the verdict is not valid, for people; ignored if it is valid
 * @param all in their order in the results
 */
public record Findings(Verdict verdict, String reason, List<Finding> all) {
  public Findings {
    all = List.copyOf(all);
  }

  /** The findings of one type. */
  public <T extends Finding> Stream<T> of(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast);
  }

  /** Returns these findings and then {@code more}. */
  public Findings with(Finding... more) {
    List<Finding> both = new ArrayList<>(all);
    both.addAll(List.of(more));
    return new Findings(verdict, reason, both);
  }

  /**
   * The findings as they stand in {@code results.json}: {@code {"valid?",…}} with Jepsen's names.
   */
  public Json.Obj json() {
    Map<String, Json> fields = new LinkedHashMap<>();
    if (!all.contains(Finding.Place.VERDICT)) {
      fields.put("valid?", verdict.json());
    }
    for (Finding finding : all) {
      if (finding == Finding.Place.VERDICT) {
        fields.put("valid?", verdict.json());
      }
      finding.putInto(fields);
    }
    return new Json.Obj(fields);
  }

  /**
   * Says a number in words: {@code "1 value was lost"}, {@code "2 values were lost"}. For a noun
   * alone there is {@link dev.tattle.bench.history.Shown#counted}.
   */
  public static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
