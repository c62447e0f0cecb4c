package dev.pgext.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenCommandTest {
  @TempDir private Path project;

  /** What a run printed, and how it ended. */
  private record Run(int status, String out, String err) {
    JsonNode claims() throws IOException {
      return new JsonMapper().readTree(Base64.getUrlDecoder().decode(out.split("\\.")[1]));
    }
  }

  @Test
  void theClaimsAreAsTold() throws IOException {
    secret("PGEXT_JWT_SECRET=a-secret-that-is-long-enough-for-it");

    JsonNode claims =
        run("--role", "app", "--sub", "7", "--claim", "n=1", "--claim", "t=a b", "--claim", "l=[1]")
            .claims();

    assertThat(claims.path("role").asText()).isEqualTo("app");
    assertThat(claims.path("sub").isTextual()).isTrue();
    assertThat(claims.path("n").isInt()).isTrue();
    assertThat(claims.path("t").asText()).isEqualTo("a b");
    assertThat(claims.path("l")).hasSize(1);
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(3598L, 3600L);
  }

  @Test
  void itEndsWhenItIsToldTo() throws IOException {
    secret("PGEXT_JWT_SECRET=a-secret-that-is-long-enough-for-it");

    JsonNode week = run("--expires", "7d").claims();
    assertThat(week.path("exp").asLong() - week.path("iat").asLong()).isBetween(604_798L, 604_800L);
    assertThat(run("--expires", "never").claims().has("exp")).isFalse();
    assertThat(Lifetime.parse("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Lifetime.parse("30 m")).isEqualTo(Duration.ofMinutes(30));
    assertThatThrownBy(() -> Lifetime.parse("soon")).hasMessageContaining("write it as");
  }

  @Test
  void faultsSayWhatToDo() throws IOException {
    Run without = run("--role", "app");
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.out()).isEmpty();
    assertThat(without.err()).contains("jwt-secret is not set", "hint: Set jwt-secret");

    secret("PGEXT_JWT_SECRET=short");
    assertThat(run().err()).contains("at least 32 characters");
    secret("PGEXT_JWT_SECRET=a-secret-that-is-long-enough-for-it");
    assertThat(run("--expires", "soon").err()).contains("\"soon\" is no time");
    assertThat(run("--bogus").status()).isEqualTo(1);
  }

  private void secret(String line) throws IOException {
    Files.writeString(project.resolve(".env"), line + "\n");
  }

  private Run run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("token", "--dir", project.toString()));
    all.addAll(List.of(arguments));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream[] before = {System.out, System.err};
    try {
      System.setOut(new PrintStream(out, true, UTF_8));
      System.setErr(new PrintStream(err, true, UTF_8));
      int status = Pgext.run(Program.PGEXT, all.toArray(String[]::new));
      return new Run(status, out.toString(UTF_8).strip(), err.toString(UTF_8));
    } finally {
      System.setOut(before[0]);
      System.setErr(before[1]);
    }
  }
}
