package dev.pgext.project.release;

import dev.pgext.pg.FileFault;
import dev.pgext.project.release.ReleaseException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is deployed.
 *
 * @param path as browsers ask for it, such as {@code /css/app.css}
 * @param hash SHA-256 of its content, in hexadecimal
 */
public record FrontendFile(String path, Path source, long size, String hash) {
  private static final String GZIP = "gzip";
  private static final String IDENTITY = "identity";

  /** What is kept of a file: compressed where that saves something. */
  @SuppressWarnings("ArrayRecordComponent") // the bytes go to the socket as they are
  record Stored(String encoding, byte[] content) {}

  static FrontendFile read(String path, Path source) throws IOException {
    MessageDigest digest = sha256();
    long size;
    try (InputStream content = new DigestInputStream(Files.newInputStream(source), digest)) {
      size = content.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return new FrontendFile(path, source, size, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Reads it once more, to be kept.
   *
   * @throws ReleaseException where it is another file by now
   */
  Stored stored() {
    byte[] content;
    try {
      content = Files.readAllBytes(source);
    } catch (IOException e) {
      throw new ReleaseException(Reason.FILES, source + ": cannot be read: " + FileFault.text(e));
    }
    if (!HexFormat.of().formatHex(sha256().digest(content)).equals(hash)) {
      throw new ReleaseException(
          Reason.FILES, source + " changed while it was deployed.\n  hint: deploy again");
    }
    byte[] compressed = compressed(content);
    return compressed.length < content.length * 9L / 10
        ? new Stored(GZIP, compressed)
        : new Stored(IDENTITY, content);
  }

  private static byte[] compressed(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("gzip in memory", e);
    }
    return bytes.toByteArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
