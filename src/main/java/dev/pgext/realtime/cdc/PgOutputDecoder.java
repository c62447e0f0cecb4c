package dev.pgext.realtime.cdc;

import dev.pgext.pg.Lsn;
import dev.pgext.pg.QualifiedName;
import dev.pgext.realtime.cdc.PgOutputMessage.OldImage;
import dev.pgext.realtime.cdc.TableShape.Column;
import dev.pgext.realtime.cdc.TableShape.ReplicaIdentity;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of {@code pgoutput} (protocol version 1) to messages. Tuples keep the bytes they were read
 * from, so that a value that nobody looks at costs nothing. Pure.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">PostgreSQL:
 *     logical replication message formats</a>
 */
final class PgOutputDecoder {
  private static final int NULL = -1;
  private static final int UNCHANGED = -2;

  private PgOutputDecoder() {}

  /**
   * Reads one message.
   *
   * @param data is kept by what is returned, and must not change any more
   * @throws ProtocolFault where it is none
   */
  static PgOutputMessage decode(byte[] data, int start) {
    try {
      MessageBytes bytes = new MessageBytes(data, start);
      return message(bytes.letter(), bytes);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new ProtocolFault("a message of pgoutput ends too early", e);
    }
  }

  private static PgOutputMessage message(char kind, MessageBytes bytes) {
    return switch (kind) {
      case 'B' -> begin(bytes);
      case 'C' -> commit(bytes);
      case 'R' -> relation(bytes);
      case 'I' -> insert(bytes);
      case 'U' -> update(bytes);
      case 'D' -> delete(bytes);
      case 'T' -> truncate(bytes);
      case 'M' -> emitted(bytes);
      case 'Y', 'O' -> new PgOutputMessage.Ignored();
      default -> throw new ProtocolFault("pgoutput sent an unknown message: " + kind, null);
    };
  }

  private static PgOutputMessage begin(MessageBytes bytes) {
    return new PgOutputMessage.Begin(
        new Lsn(bytes.int64()), bytes.instant(), Integer.toUnsignedLong(bytes.int32()));
  }

  private static PgOutputMessage commit(MessageBytes bytes) {
    bytes.int8();
    return new PgOutputMessage.Commit(
        new Lsn(bytes.int64()), new Lsn(bytes.int64()), bytes.instant());
  }

  private static PgOutputMessage relation(MessageBytes bytes) {
    int oid = bytes.int32();
    String schema = bytes.text();
    // pgoutput leaves out the name of this one schema.
    QualifiedName name = new QualifiedName(schema.isEmpty() ? "pg_catalog" : schema, bytes.text());
    ReplicaIdentity identity = identity(bytes.letter());
    int count = bytes.count();
    List<Column> columns = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      boolean key = (bytes.int8() & 1) == 1;
      columns.add(new Column(bytes.text(), bytes.int32(), bytes.int32(), key));
    }
    return new PgOutputMessage.Relation(oid, name, identity, columns);
  }

  private static ReplicaIdentity identity(char letter) {
    return switch (letter) {
      case 'd' -> ReplicaIdentity.DEFAULT;
      case 'n' -> ReplicaIdentity.NOTHING;
      case 'f' -> ReplicaIdentity.FULL;
      case 'i' -> ReplicaIdentity.INDEX;
      default -> throw new ProtocolFault("unknown replica identity: " + letter, null);
    };
  }

  private static PgOutputMessage insert(MessageBytes bytes) {
    int oid = bytes.int32();
    expect('N', bytes.letter());
    return new PgOutputMessage.Insert(oid, tuple(bytes));
  }

  private static PgOutputMessage update(MessageBytes bytes) {
    int oid = bytes.int32();
    char kind = bytes.letter();
    OldImage image = kind == 'N' ? OldImage.NONE : oldImage(kind);
    Tuple before = null;
    if (image != OldImage.NONE) {
      before = tuple(bytes);
      expect('N', bytes.letter());
    }
    return new PgOutputMessage.Update(oid, image, before, tuple(bytes));
  }

  private static PgOutputMessage delete(MessageBytes bytes) {
    int oid = bytes.int32();
    OldImage image = oldImage(bytes.letter());
    return new PgOutputMessage.Delete(oid, image, tuple(bytes));
  }

  private static OldImage oldImage(char letter) {
    return switch (letter) {
      case 'K' -> OldImage.KEY;
      case 'O' -> OldImage.WHOLE;
      default -> throw new ProtocolFault("unknown kind of tuple: " + letter, null);
    };
  }

  private static void expect(char expected, char letter) {
    if (letter != expected) {
      throw new ProtocolFault("unknown kind of tuple: " + letter, null);
    }
  }

  private static Tuple tuple(MessageBytes bytes) {
    int count = bytes.count();
    int[] starts = new int[count];
    int[] lengths = new int[count];
    for (int index = 0; index < count; index++) {
      char kind = bytes.letter();
      lengths[index] = length(kind, bytes);
      starts[index] = bytes.position();
      bytes.skip(Math.max(0, lengths[index]));
    }
    return new Tuple(bytes.data(), starts, lengths);
  }

  private static int length(char kind, MessageBytes bytes) {
    return switch (kind) {
      case 't' -> bytes.length();
      case 'n' -> NULL;
      case 'u' -> UNCHANGED;
      default -> throw new ProtocolFault("unknown kind of value: " + kind, null);
    };
  }

  private static PgOutputMessage truncate(MessageBytes bytes) {
    int count = bytes.int32();
    bytes.int8();
    List<Integer> oids = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      oids.add(bytes.int32());
    }
    return new PgOutputMessage.Truncate(oids);
  }

  private static PgOutputMessage emitted(MessageBytes bytes) {
    boolean transactional = (bytes.int8() & 1) == 1;
    bytes.int64();
    String prefix = bytes.text();
    return new PgOutputMessage.Emitted(transactional, prefix, bytes.text(bytes.length()));
  }

  /** The stream is not what it should be: the connection must be given up. */
  static final class ProtocolFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolFault(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
