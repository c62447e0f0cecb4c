package dev.pgext.project.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgext.project.release.FrontendFolder.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontendFolderTest {
  private static final FrontendLimits SMALL = new FrontendLimits(10, 20, 3);

  @TempDir private Path folder;

  @Test
  void filesAreNamedAsBrowsersAskForThem() throws IOException {
    write("index.html", "page");
    write("css/app.css", "style");
    write(".well-known/security.txt", "who");

    assertThat(FrontendFolder.read(folder, FrontendLimits.STANDARD).manifest().files().keySet())
        .containsExactly("/.well-known/security.txt", "/css/app.css", "/index.html");
  }

  @Test
  void whatIsNotForBrowsersStaysAndIsNamed() throws IOException {
    write(".env", "SECRET=1");
    write("node_modules/x/index.js", "code");
    Files.createSymbolicLink(folder.resolve("out"), folder.getRoot().resolve("etc"));
    Files.createSymbolicLink(folder.resolve("gone"), Path.of("nowhere"));

    FrontendFolder read = FrontendFolder.read(folder, FrontendLimits.STANDARD);

    Files.delete(folder.resolve("out"));
    assertThat(read.files()).isEmpty();
    assertThat(read.skipped())
        .extracting(Skipped::path)
        .containsExactly("/.env", "/gone", "/node_modules", "/out");
  }

  @Test
  void whatIsTooMuchIsRefusedWithTheReason() throws IOException {
    write("large.bin", "12345678901");
    assertThatThrownBy(() -> FrontendFolder.read(folder, SMALL))
        .hasMessageContaining("large.bin has 11 bytes; a file may have 10 bytes");
    write("large.bin", "1234567890");
    write("other.bin", "1234567890");
    write("third.bin", "1");
    assertThatThrownBy(() -> FrontendFolder.read(folder, SMALL))
        .hasMessageContaining("has more than 20 bytes");
    write("other.bin", "");
    write("zlast.bin", "");
    assertThatThrownBy(() -> FrontendFolder.read(folder, SMALL))
        .hasMessageContaining("has more than 3 files");
  }

  @Test
  void aFileThatChangesMeanwhileIsNoticed() throws IOException {
    write("index.html", "page");
    FrontendFile file = FrontendFolder.read(folder, FrontendLimits.STANDARD).files().get(0);
    write("index.html", "other");

    assertThatThrownBy(file::stored).hasMessageContaining("changed while it was deployed");
  }

  @Test
  void aFolderThatIsNotThereHasNoFiles() {
    assertThat(FrontendFolder.read(folder.resolve("none"), SMALL).files()).isEmpty();
  }

  @Test
  void onlyFilesThatAreNamedByTheirContentOutliveTheirRelease() {
    Manifest now = Manifest.parse("{\"/index.html\":\"a\"}");
    Manifest former = Manifest.parse("{\"/old.html\":\"b\",\"/app-4f3a9c1b.js\":\"c\"}");
    ServedFrontend served = new ServedFrontend(2, now, former);

    assertThat(served.hash("/index.html")).contains("a");
    assertThat(served.hash("/old.html")).isEmpty();
    assertThat(served.hash("/app-4f3a9c1b.js")).contains("c");
  }

  private void write(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
