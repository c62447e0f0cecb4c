package dev.pgext.project.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
  private static final long PATIENCE = 60;

  @TempDir private Path project;
  @TempDir private Path elsewhere;
  private final BlockingQueue<Set<Path>> changes = new LinkedBlockingQueue<>();

  @BeforeEach
  void link() throws Exception {
    Files.createDirectory(elsewhere.resolve("deeper"));
    Files.createSymbolicLink(elsewhere.resolve("deeper/up"), elsewhere);
  }

  @Test
  void aFolderThatIsALinkIsWatchedWhereItLeads() throws Exception {
    Files.createSymbolicLink(project.resolve("functions"), elsewhere);
    try (FolderWatch watch = watching()) {
      assertThat(watch).isNotNull();
      Files.writeString(elsewhere.resolve("deeper/a.sql"), "SELECT 1");
      awaitChange("functions/deeper/a.sql");
    }
  }

  @Test
  void soIsOneThatComesLater() throws Exception {
    Files.createDirectory(project.resolve("functions"));
    try (FolderWatch watch = watching()) {
      assertThat(watch).isNotNull();
      Files.writeString(elsewhere.resolve("before.sql"), "SELECT 1");
      Files.createSymbolicLink(project.resolve("functions/shared"), elsewhere);
      awaitChange("functions/shared/before.sql");
      Files.writeString(elsewhere.resolve("after.sql"), "SELECT 1");
      awaitChange("functions/shared/after.sql");
    }
  }

  /** Nobody looks before the file has its name: a slow editor's would be seen on its way. */
  @Test
  void whatIsRenamedToAFileAsSoonAsItIsWrittenIsAChangeOfThatFileAlone() throws Exception {
    Path page = Files.createDirectory(project.resolve("frontend")).resolve("index.html");
    try (FolderWatch watch = new FolderWatch(project)) {
      Path beside = Files.writeString(page.resolveSibling("sed4711"), "page");
      Files.move(beside, page, StandardCopyOption.ATOMIC_MOVE);
      run(watch);
      assertThat(changes.poll(PATIENCE, TimeUnit.SECONDS))
          .containsExactly(Path.of("frontend/index.html"));
    }
  }

  private FolderWatch watching() throws Exception {
    FolderWatch watch = new FolderWatch(project);
    run(watch);
    return watch;
  }

  private void run(FolderWatch watch) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                watch.run(changed -> changes.add(Set.copyOf(changed)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void awaitChange(String path) throws InterruptedException {
    Set<Path> changed = changes.poll(PATIENCE, TimeUnit.SECONDS);
    while (changed != null && !changed.contains(Path.of(path))) {
      changed = changes.poll(PATIENCE, TimeUnit.SECONDS);
    }
    assertThat(changed).as("a change of " + path).isNotNull();
  }
}
