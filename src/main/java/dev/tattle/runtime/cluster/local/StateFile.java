package dev.tattle.runtime.cluster.local;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stores the list of nodes for the next command. */
final class StateFile {
  private final Path file;

  StateFile(Path folder) {
    file = folder.resolve("cluster.json");
  }

  /** Reads the nodes by number; none if there is no file. */
  List<LocalNode> read() throws IOException {
    List<LocalNode> nodes = new ArrayList<>();
    if (!Files.exists(file)) {
      return nodes;
    }
    try {
      if (JsonCodec.parse(Files.readAllBytes(file)) instanceof Json.Obj state
          && state.fields().get("nodes") instanceof Json.Arr kept) {
        for (Json node : kept.items()) {
          nodes.add(LocalNode.of(node).orElseThrow(IllegalArgumentException::new));
        }
        nodes.sort(Comparator.comparingInt(LocalNode::number));
        return nodes;
      }
    } catch (WireException | IllegalArgumentException e) {
      // The exception below says it.
    }
    throw new IOException(file + " is damaged; stop its nodes by hand and delete the file");
  }

  /** Writes the nodes atomically, so that nobody reads half a file. */
  void write(List<LocalNode> nodes) throws IOException {
    Json state = Json.object("nodes", Json.array(nodes.stream().map(LocalNode::toJson).toList()));
    Path half = Files.createTempFile(file.getParent(), "cluster", ".json");
    Files.writeString(half, JsonCodec.formatPretty(state));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
