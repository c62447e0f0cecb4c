package dev.pgext.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file as browsers get it.
 *
 * @param mediaType the value of Content-Type
 * @param content its bytes
 * @param gzip the same, compressed; null where that saves nothing
 * @param etag weak, since it stands for both
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to the socket as they are
public record WebFile(String mediaType, byte[] content, byte @Nullable [] gzip, String etag) {
  private static final int ETAG_BYTES = 12;

  /** A file whose type its name tells. */
  public static WebFile of(String name, byte[] content) {
    String mediaType = FileType.ofName(name);
    byte[] gzip = FileType.compresses(mediaType) ? compressed(content) : null;
    boolean smaller = gzip != null && gzip.length < content.length;
    return new WebFile(mediaType, content, smaller ? gzip : null, etag(content));
  }

  /** A file that is kept with its SHA-256 in hexadecimal, and compressed where that is smaller. */
  public static WebFile kept(String name, byte[] content, byte @Nullable [] gzip, String sha256) {
    return new WebFile(
        FileType.ofName(name), content, gzip, "W/\"" + sha256.substring(0, 2 * ETAG_BYTES) + "\"");
  }

  /** The ETag of these bytes. */
  public static String etag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, ETAG_BYTES) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] compressed(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
