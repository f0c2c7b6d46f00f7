package dev.tattle.perf;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The requests to etcd, over its own protocol, gRPC. Field numbers are those of its {@code
 * rpc.proto} and {@code kv.proto}.
 */
enum EtcdRequest implements Requested {
  /** Writes a key, whatever its value. */
  PUT {
    @Override
    public Dialogue dialogue() {
      byte[] message = put(0);
      return new GrpcDialogue(
          SERVICE + "Put",
          new GrpcDialogue.Calls() {
            @Override
            public byte[] next() {
              return message;
            }

            @Override
            public Dialogue.Outcome take(byte[] bytes, int from, int to) {
              return Dialogue.Outcome.DONE;
            }
          });
    }
  },

  /**
   * Adds 1 to a key if it has not been written since this client last saw it. Otherwise reads it in
   * the same transaction and tries again.
   */
  COMPARE_AND_SWAP {
    @Override
    public Dialogue dialogue() {
      return new GrpcDialogue(SERVICE + "Txn", new Swaps());
    }
  };

  private static final String SERVICE = "/etcdserverpb.KV/";
  private static final byte[] KEY = "perf".getBytes(US_ASCII);

  @Override
  public int adds() {
    return 1;
  }

  private static byte[] put(long value) {
    byte[] digits = Long.toString(value).getBytes(US_ASCII);
    return new ProtoWriter().bytes(1, KEY).bytes(2, digits).toByteArray();
  }

  /** What one client knows about the key. */
  private static final class Swaps implements GrpcDialogue.Calls {
    private static final int MODIFIED = 2;

    private long revision;
    private long value;

    @Override
    public byte[] next() {
      byte[] compare =
          new ProtoWriter().number(2, MODIFIED).bytes(3, KEY).number(6, revision).toByteArray();
      byte[] put = new ProtoWriter().bytes(2, put(value + 1)).toByteArray();
      byte[] key = new ProtoWriter().bytes(1, KEY).toByteArray();
      byte[] read = new ProtoWriter().bytes(1, key).toByteArray();
      return new ProtoWriter().bytes(1, compare).bytes(2, put).bytes(3, read).toByteArray();
    }

    @Override
    public Dialogue.Outcome take(byte[] bytes, int from, int to) {
      ProtoReader answer = new ProtoReader(bytes, from, to);
      if (answer.number(2) == 1) {
        revision = answer.message(1).number(3);
        value++;
        return Dialogue.Outcome.DONE;
      }
      ProtoReader found = answer.message(3).message(1).message(2);
      revision = found.number(3);
      value = found.digits(5);
      return Dialogue.Outcome.LOST;
    }
  }
}
