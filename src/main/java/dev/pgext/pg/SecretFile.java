package dev.pgext.pg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A file with a secret: from the moment it is there, nobody but its owner may read it, where the
 * file system knows of owners.
 */
public final class SecretFile {
  private static final FileAttribute<?> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretFile() {}

  /**
   * Makes the file.
   *
   * @throws FileAlreadyExistsException where it is there already
   */
  public static void create(Path file, byte[] content) throws IOException {
    if (Directories.posix(file)) {
      Files.createFile(file, OWNERS);
    } else {
      Files.createFile(file);
    }
    Files.write(file, content);
  }

  /**
   * The secret of that many random bytes which the file keeps. It is made up where there is no
   * file, or an empty one: whoever made that was killed before it wrote.
   */
  public static String random(Path file, int bytes) throws IOException {
    String kept = Files.exists(file) ? Files.readString(file).strip() : "";
    if (!kept.isEmpty()) {
      return kept;
    }
    Files.deleteIfExists(file);
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    create(file, (secret + "\n").getBytes(StandardCharsets.UTF_8));
    return secret;
  }
}
