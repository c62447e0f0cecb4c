package dev.pgext.pg;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the system says of a file, in words: the JDK's own message is often the path alone. */
public final class FileFault {
  private FileFault() {}

  /** One line for people; a walk through a folder wraps what it meets. */
  public static String text(Exception met) {
    Throwable cause = met.getCause();
    Throwable fault = met instanceof UncheckedIOException && cause != null ? cause : met;
    String message = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    boolean pathAlone = fault instanceof FileSystemException known && known.getReason() == null;
    return pathAlone ? message + ": " + reason(fault) : message;
  }

  private static String reason(Throwable fault) {
    return switch (fault) {
      case AccessDeniedException denied -> "permission denied";
      case NoSuchFileException missing -> "no such file or folder";
      case FileAlreadyExistsException there -> "is there already";
      case NotDirectoryException file -> "is no folder";
      default -> fault.getClass().getSimpleName();
    };
  }
}
