package dev.pgext.pg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/** Fetches a file of which the content is known beforehand by its SHA-256. */
final class Download {

  private static final int CHUNK = 1 << 16;

  private Download() {}

  /** Writes what {@code source} serves to {@code target}, or throws and leaves nothing there. */
  static void fetch(URI source, String sha256, Path target, DownloadProgress progress) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Path partial = Files.createTempFile(target.toAbsolutePath().getParent(), "download", null);
      try {
        receive(source, partial, progress);
        verify(source, sha256, partial);
        Files.move(partial, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          "Cannot download %s: %s".formatted(source, failure.getMessage()), failure);
    }
  }

  private static void receive(URI source, Path target, DownloadProgress progress)
      throws IOException {
    HttpRequest request = HttpRequest.newBuilder(source).timeout(Duration.ofMinutes(10)).build();
    try (HttpClient client = client();
        OutputStream sink = Files.newOutputStream(target)) {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IOException("the server answered " + response.statusCode());
      }
      long total = response.headers().firstValueAsLong("content-length").orElse(-1);
      try (InputStream body = response.body()) {
        copy(body, sink, total, progress);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NORMAL)
        .connectTimeout(Duration.ofSeconds(20))
        .proxy(ProxySelector.getDefault())
        .build();
  }

  private static void copy(
      InputStream body, OutputStream sink, long total, DownloadProgress progress)
      throws IOException {
    byte[] chunk = new byte[CHUNK];
    long received = 0;
    for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
      sink.write(chunk, 0, count);
      received += count;
      progress.report(received, total);
    }
  }

  private static void verify(URI source, String sha256, Path file) throws IOException {
    String actual = sha256(file);
    if (!actual.equals(sha256)) {
      throw new EmbeddedPostgresException(
          "%s has SHA-256 %s, expected %s".formatted(source, actual, sha256));
    }
  }

  /** The file's SHA-256 in lower-case hexadecimal. */
  static String sha256(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
        digest.update(chunk, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
