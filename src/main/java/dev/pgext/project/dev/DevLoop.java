package dev.pgext.project.dev;

import dev.pgext.http.EventStream.Event;
import dev.pgext.migrate.MigrationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was saved is applied, and told to who looks on. A part that failed is tried again with every
 * change of the database's parts, and what comes after it waits. Confined to the thread that calls
 * it, except {@link #now}.
 */
public final class DevLoop {
  private static final Path SEED = Path.of("seed.sql");

  private final DevDatabase database;
  private final Onlooker onlooker;
  private final Set<Part> waiting = EnumSet.noneOf(Part.class);
  private volatile @Nullable DevFault fault;

  /** Who is told. */
  public interface Onlooker {
    /** Something is about to be applied. */
    void applying();

    /** These are served now. */
    void served(List<String> what, long milliseconds);

    /** It is as it was before. */
    void failed(MigrationException failure);

    /** The fault is gone. */
    void fixed();

    /** Settings were saved. */
    void configured();

    /** What the database begins with was saved, and the database has begun. */
    void seededBefore();

    /** Returns when the server serves what the database has from now on. */
    void awaitServed();

    /** For the pages. */
    void tell(Event event);
  }

  public DevLoop(DevDatabase database, Onlooker onlooker) {
    this.database = database;
    this.onlooker = onlooker;
  }

  /** How things are, for a page that is opened. */
  public Event now() {
    DevFault known = fault;
    return known == null ? new Event("fine", "{}") : new Event("fault", known.json());
  }

  /** Applies all of the database's parts: at the start. */
  public void begin() {
    apply(EnumSet.of(Part.MIGRATIONS, Part.FUNCTIONS, Part.SEED));
  }

  /** Applies what changed. */
  public void changed(Set<Path> files) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (Path file : files) {
      if (file.toString().isEmpty()) {
        parts.addAll(EnumSet.allOf(Part.class));
      } else {
        Part.of(file).ifPresent(parts::add);
      }
    }
    if (parts.remove(Part.SETTINGS)) {
      onlooker.configured();
    }
    boolean pages = parts.remove(Part.PAGES);
    long began = System.nanoTime();
    Set<Part> applied = parts.isEmpty() ? Set.of() : apply(parts);
    if (pages || !applied.isEmpty()) {
      onlooker.tell(new Event("reload", "{}"));
    }
    if (files.contains(SEED) && !applied.contains(Part.SEED) && fault == null) {
      onlooker.seededBefore();
    }
    if (pages) {
      onlooker.served(pages(files), since(began));
    }
  }

  private static List<String> pages(Set<Path> files) {
    List<String> pages = files.stream().filter(DevLoop::page).map(Path::toString).toList();
    return pages.isEmpty() ? List.of("frontend") : pages;
  }

  private static boolean page(Path file) {
    return Part.of(file).filter(Part.PAGES::equals).isPresent();
  }

  /** The parts of which anything is new in the database. */
  private Set<Part> apply(Set<Part> parts) {
    waiting.addAll(parts);
    onlooker.applying();
    long began = System.nanoTime();
    Applied applied = new Applied(new ArrayList<>(), EnumSet.noneOf(Part.class));
    try {
      for (Part part : EnumSet.copyOf(waiting)) {
        applied.add(part, database.apply(part));
        waiting.remove(part);
      }
      serve(applied, began);
      mend();
    } catch (MigrationException failure) {
      serve(applied, began);
      fault = new DevFault(failure);
      onlooker.failed(failure);
      onlooker.tell(now());
    }
    return applied.parts;
  }

  /** What is in the database since a save, and to which parts that belongs. */
  private record Applied(List<String> what, Set<Part> parts) {
    void add(Part part, List<String> more) {
      if (!more.isEmpty()) {
        what.addAll(more);
        parts.add(part);
      }
    }

    /** Data alone need no other schema cache. */
    boolean structure() {
      return parts.contains(Part.MIGRATIONS) || parts.contains(Part.FUNCTIONS);
    }
  }

  private void serve(Applied applied, long began) {
    if (applied.structure()) {
      onlooker.awaitServed();
    }
    if (!applied.what.isEmpty()) {
      onlooker.served(List.copyOf(applied.what), since(began));
    }
  }

  private void mend() {
    if (fault != null) {
      fault = null;
      onlooker.fixed();
      onlooker.tell(now());
    }
  }

  private static long since(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  /** Applies what is saved, until the watch is closed. */
  public void follow(FolderWatch watch, Consumer<RuntimeException> bug) {
    try {
      watch.run(
          files -> {
            try {
              changed(files);
            } catch (RuntimeException unexpected) {
              bug.accept(unexpected);
            }
          });
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }
}
