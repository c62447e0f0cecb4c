package dev.pgext.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewProjectTest {
  @TempDir private Path directory;

  @Test
  void everythingThatAProjectNeedsIsThereAndFilledIn() throws IOException {
    Path folder = directory.resolve("shop");
    new NewProject("shop", new SecureRandom()).write(folder);

    assertThat(files(folder))
        .contains(
            "schema.sql",
            "seed.sql",
            "functions/login.sql",
            "migrations/.gitkeep",
            "frontend/index.html",
            "postgrest.conf",
            ".env",
            ".gitignore",
            "docker-compose.yml",
            ".github/workflows/deploy.yml",
            "README.md");
    for (String file : files(folder)) {
      assertThat(Files.readString(folder.resolve(file)))
          .as(file)
          .doesNotContain("{{name}}", "{{secret}}", "{{password}}");
    }
    assertThat(folder.resolve("README.md")).content().startsWith("# shop\n");
  }

  @Test
  void theSecretsAreOfThisProjectAloneAndNobodyElseReadsThem() throws IOException {
    Path one = directory.resolve("one");
    Path other = directory.resolve("other");
    new NewProject("one", new SecureRandom()).write(one);
    new NewProject("other", new SecureRandom()).write(other);

    String secret = secret(one);
    assertThat(secret).hasSizeGreaterThanOrEqualTo(64).isNotEqualTo(secret(other));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.resolve(".env"))))
        .isEqualTo("rw-------");
    assertThat(one.resolve(".gitignore")).content().contains(".env\n");
    assertThat(files(one).stream().filter(file -> !file.equals(".env")))
        .allSatisfy(file -> assertThat(one.resolve(file)).content().doesNotContain(secret));
  }

  @Test
  void nothingIsWrittenWhereSomethingIs() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept.txt"), "mine");

    assertThatThrownBy(() -> new NewProject("shop", new SecureRandom()).write(directory))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> new NewProject("shop", new SecureRandom()).write(kept))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(files(directory)).containsExactly("kept.txt");
  }

  @Test
  void intoAFolderAsItIsAProjectComesWhereItOverwritesNothing() throws IOException {
    Files.createDirectory(directory.resolve(".git"));
    Files.writeString(directory.resolve("pgext.jar"), "jar");
    Path mine = Files.writeString(directory.resolve("seed.sql"), "mine");
    NewProject project = new NewProject("shop", new SecureRandom());

    assertThatThrownBy(() -> project.writeInto(directory))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("seed.sql");
    assertThat(files(directory)).containsExactly("pgext.jar", "seed.sql");
    Files.delete(mine);
    project.writeInto(directory);
    assertThat(files(directory)).contains("pgext.jar", "seed.sql", ".env");
  }

  /** Its first file fits under what a path may have, its later ones do not. */
  @Test
  void whatCannotBeWrittenWholeLeavesNothingBehindNotEvenAFolder() throws IOException {
    Path folder = directory;
    int longest = 4095 - "/functions/sign_up.sql".length();
    while (folder.toString().length() < longest) {
      int left = longest - folder.toString().length();
      folder = folder.resolve("d".repeat(Math.clamp(left, 1, 200)));
    }
    Path tooDeep = folder;

    assertThatThrownBy(() -> new NewProject("shop", new SecureRandom()).write(tooDeep))
        .isInstanceOf(IOException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");

    assertThatThrownBy(() -> new NewProject("shop", new SecureRandom()).write(file.resolve("shop")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/file/shop");
    assertThat(files(directory)).containsExactly("file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Shop", "1shop", "../shop", "my shop", "shop/", "-x", "täsk"})
  void aNameThatCannotNameAFolderAndADatabaseIsRefused(String name) {
    assertThatThrownBy(() -> new NewProject(name, new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with a letter");
  }

  /** A file that is not listed would be missing in every new project. */
  @Test
  void everyFileOfTheTemplatesIsWritten() throws IOException {
    Path folder = directory.resolve("shop");
    new NewProject("shop", new SecureRandom()).write(folder);

    assertThat(files(folder.resolve("frontend"))).isEqualTo(files(Path.of("frontend-template")));
    assertThat(files(folder).stream().filter(file -> !file.startsWith("frontend/")))
        .hasSameSizeAs(files(Path.of("src/main/resources/dev/pgext/project/template")));
  }

  private static String secret(Path folder) throws IOException {
    return Files.readString(folder.resolve(".env"))
        .lines()
        .filter(line -> line.startsWith("PGEXT_JWT_SECRET="))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
