package dev.pgext.project.dev;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What changes in a project's folder, in bundles: an editor that saves makes several changes, and
 * so does a change of the branch. Events come on the thread that calls {@link #run}.
 *
 * @see WatchService
 */
public final class FolderWatch implements AutoCloseable {
  private static final Set<String> FOLDERS = Set.of("functions", "migrations", "frontend");
  private static final Duration QUIET = Duration.ofMillis(40);
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final WatchEvent.Kind<?>[] KINDS = {
    ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
  };

  private final Path project;
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Set<Path> created = new HashSet<>();

  /** Watches from now on. */
  public FolderWatch(Path project) throws IOException {
    this.project = project;
    this.service = FileSystems.getDefault().newWatchService();
    folders.put(project.register(service, KINDS), project);
    for (String folder : FOLDERS) {
      add(project.resolve(folder), new TreeSet<>());
    }
  }

  /**
   * Tells of changes until it is closed.
   *
   * @param listener gets paths relative to the project; an empty one stands for everything
   */
  public void run(Consumer<Set<Path>> listener) throws InterruptedException {
    try {
      while (true) {
        Set<Path> changed = new TreeSet<>();
        created.clear();
        WatchKey key = service.take();
        long latest = System.nanoTime() + LONGEST.toNanos();
        while (key != null) {
          collect(key, changed);
          boolean late = System.nanoTime() > latest;
          key = late ? null : service.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        }
        changed.removeIf(this::temporary);
        if (!changed.isEmpty()) {
          listener.accept(changed);
        }
      }
    } catch (ClosedWatchServiceException closed) {
      return;
    }
  }

  private void collect(WatchKey key, Set<Path> changed) {
    Path folder = folders.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (folder == null || StandardWatchEventKinds.OVERFLOW.equals(event.kind())) {
        changed.add(Path.of(""));
      } else if (event.context() instanceof Path name) {
        Path path = folder.resolve(name);
        Path relative = project.relativize(path);
        if (ENTRY_CREATE.equals(event.kind()) && !changed.contains(relative)) {
          created.add(relative);
        }
        changed(path, changed);
      }
    }
    if (!key.reset()) {
      folders.remove(key);
    }
  }

  /** Came and went meanwhile, as what editors write to before they rename it. */
  private boolean temporary(Path file) {
    return created.contains(file)
        && Files.notExists(project.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  private void changed(Path path, Set<Path> changed) {
    Path relative = project.relativize(path);
    boolean belongs = relative.getNameCount() > 1 || FOLDERS.contains(relative.toString());
    if (Files.isDirectory(path)) {
      if (belongs) {
        add(path, changed);
      }
      return;
    }
    changed.add(relative);
  }

  /**
   * With all folders in it, whose files may have come before they were watched. Links are followed,
   * as by what applies the files; one that leads back up is not.
   */
  private void add(Path folder, Set<Path> changed) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Registration(changed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Registration extends SimpleFileVisitor<Path> {
    private final Set<Path> changed;

    Registration(Set<Path> changed) {
      this.changed = changed;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      try {
        folders.put(folder.register(service, KINDS), folder);
        return FileVisitResult.CONTINUE;
      } catch (NoSuchFileException gone) {
        return FileVisitResult.SKIP_SUBTREE;
      }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      changed.add(project.relativize(file));
      return FileVisitResult.CONTINUE;
    }

    /** It was removed meanwhile, or leads back up. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  /** Ends {@link #run}. */
  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
