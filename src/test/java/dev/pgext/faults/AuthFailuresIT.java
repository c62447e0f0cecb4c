package dev.pgext.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who does not know the secret learns nothing about users from a refusal. Checked: all tokens with
 * a wrong signature get the same headers and the same body, byte for byte, whether their role
 * exists, who they are for, and whether they have expired; and the refusal is the same for a table
 * that exists and one that does not. That it also takes the same time follows from the order of
 * things: what is in a token is not looked at before its signature is known to be right. Not
 * checked: what differs by PostgREST's own messages (a token that cannot be read, one whose holder
 * knows the secret).
 */
class AuthFailuresIT {
  private static final String WRONG = "another-secret-that-is-also-long-enough-0123456789";

  private static final int ROUNDS = 3_000;

  private static final String SCHEMA =
      """
      CREATE SCHEMA api;
      CREATE TABLE api.secrets (id int);
      GRANT USAGE ON SCHEMA api TO faults_anon, faults_user;
      GRANT SELECT ON api.secrets TO faults_user;
      """;

  @TempDir private static Path directory;
  @AutoClose private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    served = Served.start(directory, Served.database(SCHEMA), "");
  }

  @Test
  void aWrongSignatureIsRefusedTheSameForEveryUser() throws IOException {
    Reply known = send("/secrets", Tokens.of("faults_user", "ada", WRONG));
    assertThat(known.status()).as("%s", known).isEqualTo(401);
    assertThat(known.code()).isEqualTo("PGRST301");
    for (String token : List.of(unknownRole(), expired(), otherSubject(), tampered())) {
      assertSame(send("/secrets", token), known);
      assertSame(send("/secrets", token), known);
      assertSame(send("/no_such_table", token), known);
    }
  }

  private static String unknownRole() {
    return Tokens.of("faults_nobody_has_this_role", "ada", WRONG);
  }

  private static String otherSubject() {
    return Tokens.of("faults_user", "somebody-with-a-much-longer-name", WRONG);
  }

  private static String expired() {
    return Tokens.signed("{\"role\":\"faults_user\",\"exp\":1}", WRONG);
  }

  /** The signature of one token under the claims of another, both with the right secret. */
  private static String tampered() {
    String[] ada = Tokens.of("faults_user", "ada").split("\\.");
    String bob = Tokens.of("faults_user", "bob");
    return ada[0] + "." + ada[1] + bob.substring(bob.lastIndexOf('.'));
  }

  @Test
  void nothingInATokenIsReadBeforeItsSignatureIsRight() throws IOException {
    Reply known = send("/secrets", Tokens.of("faults_user", "ada", WRONG));
    for (String claims : List.of("no JSON", "[]", "{\"exp\":\"never\"}", "{\"role\":{}}")) {
      assertSame(send("/secrets", Tokens.signed(claims, WRONG)), known);
    }
  }

  /** On a machine with nothing else to do: the medians of two kinds of tokens, asked in turn. */
  @Test
  @EnabledIfSystemProperty(named = "pgext.stress", matches = "true")
  void refusalsTakeTheSameTimeForEveryUser() throws IOException {
    long[] known = new long[ROUNDS];
    long[] unknown = new long[ROUNDS];
    try (Client client = new Client(served.port())) {
      for (int warm = 0; warm < 2; warm++) {
        for (int round = 0; round < ROUNDS; round++) {
          known[round] = refusal(client, Tokens.of("faults_user", "ada" + round, WRONG));
          unknown[round] = refusal(client, Tokens.of("faults_nobo", "bob" + round, WRONG));
        }
      }
    }
    assertThat(median(known) / median(unknown)).isBetween(0.9, 1.1);
  }

  private static long refusal(Client client, String token) throws IOException {
    Call call = Call.get("/secrets").as(token);
    long began = System.nanoTime();
    assertThat(client.send(call).status()).isEqualTo(401);
    return System.nanoTime() - began;
  }

  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }

  @Test
  void noRefusalRepeatsTheTokenOrNamesItsClaims() throws IOException {
    for (String token : List.of(unknownRole(), expired(), tampered())) {
      Reply reply = send("/secrets", token);
      String all = reply.toString();
      String claims = token.split("\\.")[1];
      assertThat(all).doesNotContain(claims).doesNotContain("faults_user").doesNotContain("ada");
    }
  }

  @Test
  void theRightSecretStillOpens() throws IOException {
    Reply reply = send("/secrets", Tokens.of("faults_user", "ada"));
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
  }

  private static Reply send(String target, String token) throws IOException {
    return served.send(Call.get(target).as(token));
  }

  private static void assertSame(Reply reply, Reply known) {
    assertThat(reply.status()).isEqualTo(known.status());
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(known.text());
    assertThat(withoutDate(reply)).isEqualTo(withoutDate(known));
  }

  private static Map<String, String> withoutDate(Reply reply) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    headers.remove("date");
    return headers;
  }
}
