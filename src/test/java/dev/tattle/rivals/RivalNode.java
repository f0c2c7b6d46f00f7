package dev.tattle.rivals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs one node: {@code ENGINE SELF DATA HTTP-PORT NAME=PORT…}. */
final class RivalNode {
  private RivalNode() {}

  public static void main(String[] args) throws Exception {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (int i = 4; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      ports.put(pair[0], Integer.parseInt(pair[1]));
    }
    Path data = Files.createDirectories(Path.of(args[2]));
    Rival rival = RivalKind.valueOf(args[0]).start(new RivalOptions(args[1], ports, data));
    RivalFace.serve(rival, Integer.parseInt(args[3]));
  }
}
