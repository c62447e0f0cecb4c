package dev.pgext.config;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * The file mode of a unix socket.
 *
 * <p>See <a
 * href="https://docs.postgrest.org/en/v16/references/configuration.html#server-unix-socket-mode">
 * server-unix-socket-mode</a>: its owner must at least read and write.
 */
public record SocketMode(int bits) {

  /** Owner and group read and write. */
  public static final SocketMode DEFAULT = new SocketMode(0660);

  private static final int LOWEST = 0600;
  private static final int HIGHEST = 0777;

  public SocketMode {
    if (bits < LOWEST || bits > HIGHEST) {
      throw new IllegalArgumentException("needs to be between 600 and 777");
    }
  }

  /** The mode as the file system API takes it. */
  public Set<PosixFilePermission> permissions() {
    EnumSet<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromOwnerRead = PosixFilePermission.values();
    for (int i = 0; i < fromOwnerRead.length; i++) {
      if ((bits & (0400 >> i)) != 0) {
        permissions.add(fromOwnerRead[i]);
      }
    }
    return permissions;
  }

  /** The octal digits, as {@code chmod} takes them. */
  @Override
  public String toString() {
    return Integer.toOctalString(bits);
  }
}
