package dev.tattle.bench.check;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** Small histories with the verdicts of the real checkers. */
public final class Oracle {
  private Oracle() {}

  /** The lines of a file, each an object. */
  public static List<Map<String, Json>> lines(String file) throws IOException {
    List<Map<String, Json>> lines = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(Oracle.class.getResourceAsStream("/oracle/" + file), file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(((Json.Obj) Histories.json(line)).fields());
      }
    }
    return lines;
  }

  /** The history of such a line. */
  public static List<Operation> history(Map<String, Json> line) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Json entry : ((Json.Arr) Objects.requireNonNull(line.get("history"))).items()) {
      text.append(JsonCodec.format(entry)).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return HistoryCodec.read(new ByteArrayInputStream(bytes), String.valueOf(line.get("id")));
  }
}
