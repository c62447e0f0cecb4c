package dev.pgext.pg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What embedded PostgreSQL does with whole directories. */
final class Directories {

  private Directories() {}

  /** Deletes the directory and what is in it; one that is missing is fine. */
  static void delete(Path directory) {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (NoSuchFileException alreadyGone) {
      return;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Gives the directory and what is in it to {@code owner}; only root may. */
  static void give(Path directory, UserPrincipal owner) throws IOException {
    List<Path> content;
    try (Stream<Path> paths = Files.walk(directory)) {
      content = paths.toList();
    }
    for (Path path : content) {
      if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
        Files.setOwner(path, owner);
      }
    }
  }

  /** Whether the file system knows owners and permissions at all. */
  static boolean posix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
