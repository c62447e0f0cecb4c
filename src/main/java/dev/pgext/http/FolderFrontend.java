package dev.pgext.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * The files below a folder, as they are when they are asked for. What was read is remembered until
 * the file changes. A link that leads out of the folder is not followed. Thread-safe.
 */
public final class FolderFrontend implements Frontend {
  private static final long REMEMBERED_BYTES = 64L << 20;

  private final Path folder;
  private final Cache<Path, Known> files =
      Caffeine.newBuilder().maximumWeight(REMEMBERED_BYTES).weigher(Known::weight).build();

  /** What was read, and how the file looked then. */
  private record Known(FileTime modified, long size, WebFile file) {
    static int weight(Path path, Known known) {
      byte[] gzip = known.file().gzip();
      return known.file().content().length + (gzip == null ? 0 : gzip.length);
    }

    boolean is(BasicFileAttributes now) {
      return modified.equals(now.lastModifiedTime()) && size == now.size();
    }
  }

  public FolderFrontend(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public Optional<WebFile> find(String path) {
    try {
      Path wished = folder.resolve(path.substring(1));
      return Files.isRegularFile(wished) ? within(wished.toRealPath()) : Optional.empty();
    } catch (IOException | InvalidPathException gone) {
      return Optional.empty();
    }
  }

  private Optional<WebFile> within(Path file) throws IOException {
    return file.startsWith(folder.toRealPath()) ? Optional.of(read(file)) : Optional.empty();
  }

  private WebFile read(Path file) throws IOException {
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    Known known = files.getIfPresent(file);
    if (known != null && known.is(now)) {
      return known.file();
    }
    WebFile read = WebFile.of(file.toString(), Files.readAllBytes(file));
    files.put(file, new Known(now.lastModifiedTime(), now.size(), read));
    return read;
  }
}
