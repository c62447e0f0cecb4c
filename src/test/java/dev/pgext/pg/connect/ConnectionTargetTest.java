package dev.pgext.pg.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTargetTest {

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgresql://h | os@[h:5432]/os",
        "postgres://u@h/d | u@[h:5432]/d",
        "postgresql://u:p@h:5433/d | u@[h:5433]/d",
        "jdbc:postgresql://h:5433/d | os@[h:5433]/d",
        "postgresql://u:p%40%3A%2F@h/d%20b | u@[h:5432]/d b",
        "postgres://u:?p?s?@h:5432/d | u@[h:5432]/d",
        "postgresql://a,b:2,c:3/d | os@[a:5432, b:2, c:3]/d",
        "postgresql://[::1]:5433/d | os@[[::1]:5433]/d",
        "postgresql://[2001:db8::1],[::2]/d | os@[[2001:db8::1]:5432, [::2]:5432]/d",
        "postgresql://%2Fvar%2Frun%2Fx/d | os@[/var/run/x/.s.PGSQL.5432]/d",
        "postgresql:///d?host=/a,/b&port=1 | os@[/a/.s.PGSQL.1, /b/.s.PGSQL.1]/d",
        "postgresql://?dbname=d&host=/s&user=u&password=p | u@[/s/.s.PGSQL.5432]/d",
        "postgresql://h/d?user=v | v@[h:5432]/d",
        "postgresql://u@h?sslmode=require | u@[h:5432]/u",
        "host=h dbname=d user=u port=1 | u@[h:1]/d",
        "host = h  dbname = 'my d''b' | fault",
        "host = h  dbname = 'my \\'d\\' b' | os@[h:5432]/my 'd' b",
        "host=h dbname=a\\ b | os@[h:5432]/a b",
        "host=a,b port=1,2 dbname=d | os@[a:1, b:2]/d",
        "host=a hostaddr=10.0.0.1 dbname=d | os@[10.0.0.1:5432]/d",
        "host='' dbname=d hostaddr=::1 | os@[[::1]:5432]/d",
      })
  void readsEveryFormOfConnection(String connection, String expected) {
    if (expected.equals("fault")) {
      assertThatThrownBy(() -> parse(connection, Map.of()))
          .isInstanceOf(ConnectionSettingsException.class);
      return;
    }
    assertThat(parse(connection, Map.of())).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tmp_db | missing \"=\" after \"tmp_db\" in connection info string",
        "host='h | unterminated quoted string in connection info string",
        "postgresql://h?prepareThreshold=0 | invalid connection option \"prepareThreshold\"",
        "postgresql://h?socketFactory=x.Y | invalid connection option \"socketFactory\"",
        "postgresql://h?preferQueryMode=simple | invalid connection option \"preferQueryMode\"",
        "postgresql://h?sslmode=on | invalid sslmode value: \"on\"",
        "postgresql://h?target_session_attrs=x | invalid target_session_attrs value: \"x\"",
        "postgresql://h?connect_timeout=soon | invalid integer value \"soon\"",
        "postgresql://h?sslcrl=x | connection option \"sslcrl\" is not supported",
        "postgresql://h:99999/ | invalid port number: \"99999\"",
        "postgresql://h:x/ | invalid port number: \"x\"",
        "postgresql://[::1/d | no closing ]",
        "postgresql://h/%zz | invalid percent-encoded part",
        "postgresql://h/a%00b | invalid percent-encoded part",
        "postgresql://h?x | has no value",
        "host=a,b,c port=1,2 | could not match 2 port numbers to 3 hosts",
        "host=@abstract | abstract unix sockets are not supported",
      })
  void refusesWhatItCannotKeep(String connection, String fault) {
    assertThatThrownBy(() -> parse(connection, Map.of())).hasMessageContaining(fault);
  }

  @Test
  void reportsAllFaultsTogether() {
    assertThatThrownBy(() -> parse("postgresql://h:0/?ssl=1&sslmode=x&service=s", Map.of()))
        .hasMessageContaining("\"ssl\"")
        .hasMessageContaining("sslmode value")
        .hasMessageContaining("\"service\" is not supported")
        .hasMessageContaining("invalid port number");
  }

  @Test
  void takesTheEnvironmentWhereTheUrlIsSilent() {
    Map<String, String> environment =
        Map.of(
            "PGHOST", "/run/a,/run/b",
            "PGPORT", "6543",
            "PGUSER", "u",
            "PGDATABASE", "d",
            "PGPASSWORD", "p",
            "PGAPPNAME", "app",
            "PGCONNECT_TIMEOUT", "7",
            "PGOPTIONS", "-c work_mem=1MB");
    ConnectionTarget target = parse("postgresql://", environment);
    assertThat(target).hasToString("u@[/run/a/.s.PGSQL.6543, /run/b/.s.PGSQL.6543]/d");
    assertThat(target.properties())
        .containsEntry("password", "p")
        .containsEntry("ApplicationName", "app")
        .containsEntry("connectTimeout", "7")
        .containsEntry("options", "-c work_mem=1MB")
        .containsEntry("sslmode", "disable")
        .containsEntry("socketFactoryArg", "/run/a\n/run/b");
    assertThat(parse("postgresql://v@h:1/e", environment)).hasToString("v@[h:1]/e");
  }

  @Test
  void namesOurselvesUnlessTheUserDid() {
    assertThat(
            parse("postgresql://h", Map.of()).withFallbackApplicationName("pgext 1").properties())
        .containsEntry("ApplicationName", "pgext 1");
    assertThat(
            parse("postgresql://h?application_name=mine", Map.of())
                .withFallbackApplicationName("pgext 1")
                .properties())
        .containsEntry("ApplicationName", "mine");
  }

  @Test
  void buildsAUrlForTheDriver() {
    assertThat(parse("postgresql://u:p@a,[::1]:2/my%20d%2Fb", Map.of()).jdbcUrl())
        .isEqualTo("jdbc:postgresql://a:5432,[::1]:2/my%20d%2Fb");
    assertThat(parse("postgresql://%2Fs/d", Map.of()).jdbcUrl())
        .matches("jdbc:postgresql://0\\.\\d+\\.\\d+\\.\\d+:5432/d");
  }

  @ParameterizedTest
  @CsvSource({
    "any,any",
    "read-write,primary",
    "read-only,secondary",
    "primary,primary",
    "standby,secondary",
    "prefer-standby,preferSecondary"
  })
  void translatesTheWantedKindOfServer(String attributes, String serverType) {
    assertThat(parse("postgresql://h?target_session_attrs=" + attributes, Map.of()).properties())
        .containsEntry("targetServerType", serverType);
  }

  @ParameterizedTest
  @CsvSource({
    "'',prefer,",
    "sslmode=disable,disable,",
    "sslmode=require,require,",
    "sslmode=require&sslrootcert=/ca,verify-ca,/ca",
    "sslmode=verify-full&sslrootcert=/ca,verify-full,/ca",
    "sslrootcert=system,verify-full,"
  })
  void verifiesAsLibpqDoes(String parameters, String mode, String rootCertificate) {
    Properties properties = parse("postgresql://h?" + parameters, Map.of()).properties();
    assertThat(properties.getProperty("sslmode")).isEqualTo(mode);
    assertThat(properties.getProperty("sslrootcert")).isEqualTo(rootCertificate);
  }

  @Test
  void findsTheCertificatesOfTheHomeFolder() throws IOException {
    Path folder = Files.createDirectory(home.resolve(".postgresql"));
    for (String name : List.of("root.crt", "postgresql.crt", "postgresql.key")) {
      Files.writeString(folder.resolve(name), "");
    }
    assertThat(parse("postgresql://h?sslmode=require", Map.of()).properties())
        .containsEntry("sslmode", "verify-ca")
        .containsEntry("sslrootcert", folder.resolve("root.crt").toString())
        .containsEntry("sslcert", folder.resolve("postgresql.crt").toString())
        .containsEntry("sslkey", folder.resolve("postgresql.key").toString());
  }

  @ParameterizedTest
  @CsvSource({"RSA,", "EC,EC", "Ed25519,Ed25519"})
  void tellsTheDriverOfTheKeysAlgorithm(String algorithm, String property) throws Exception {
    byte[] key =
        KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
    Path file = home.resolve("client.key");
    Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
    assertThat(
            parse("postgresql://h?sslcert=c&sslkey=" + file, Map.of())
                .properties()
                .getProperty("pemKeyAlgorithm"))
        .isEqualTo(property);
  }

  @Test
  void saysHowToConvertAKeyThatTheDriverCannotRead() throws IOException {
    Path file = Files.writeString(home.resolve("k"), "-----BEGIN EC PRIVATE KEY-----\n");
    assertThatThrownBy(() -> parse("postgresql://h?sslcert=c&sslkey=" + file, Map.of()))
        .hasMessageContaining("openssl pkcs8 -topk8");
  }

  @Test
  void connectsByNameWhereTheNameIsVerified() {
    assertThat(parse("host=h hostaddr=10.0.0.1 dbname=d sslmode=verify-full", Map.of()))
        .hasToString("os@[h:5432]/d");
  }

  @Test
  void asksForAPrimaryWhereWritesAreNeeded() {
    assertThat(
            parse("postgresql://h?target_session_attrs=standby", Map.of()).toPrimary().properties())
        .containsEntry("targetServerType", "primary");
  }

  @Test
  void findsThePasswordInThePasswordFile() throws IOException {
    passwords("rw-------");
    assertThat(parse("postgresql://u@h/d", Map.of()).properties())
        .containsEntry("password", "exact:one");
    assertThat(parse("postgresql://v@h/d", Map.of()).properties())
        .containsEntry("password", "for v");
    assertThat(parse("postgresql://u@%2Ftmp/d", Map.of()).properties())
        .containsEntry("password", "local");
    assertThat(parse("postgresql://w@h/d", Map.of()).properties()).doesNotContainKey("password");
    assertThat(parse("postgresql://u:given@h/d", Map.of()).properties())
        .containsEntry("password", "given");
  }

  @Test
  void ignoresAPasswordFileThatOthersMayRead() throws IOException {
    passwords("rw-r-----");
    assertThat(parse("postgresql://u@h/d", Map.of()).properties()).doesNotContainKey("password");
  }

  @Test
  void readsThePasswordFileThatTheEnvironmentNames() throws IOException {
    Path file = passwords("rw-------");
    Path other = Files.move(file, home.resolve("other"));
    assertThat(parse("postgresql://u@h/d", Map.of("PGPASSFILE", other.toString())).properties())
        .containsEntry("password", "exact:one");
  }

  @Test
  void keepsThePasswordOutOfItsText() {
    assertThat(parse("postgresql://u:secret@h/d", Map.of()).toString()).doesNotContain("secret");
  }

  @Test
  void connectsToTheLocalSocketByDefault() {
    ConnectionTarget target = parse("postgresql://", Map.of());
    assertThat(target.user()).isEqualTo("os");
    assertThat(target.database()).isEqualTo("os");
    assertThat(target.servers()).hasSize(1);
    assertThat(target.servers().get(0).host()).isIn("/var/run/postgresql", "/tmp", "localhost");
  }

  private Path passwords(String permissions) throws IOException {
    Path file = home.resolve(".pgpass");
    Files.writeString(
        file,
        """
        # a comment
        h:5432:d:u:exact\\:one
        localhost:*:*:u:local
        *:*:*:v:for v
        """);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private ConnectionTarget parse(String connection, Map<String, String> variables) {
    return ConnectionTarget.parse(connection, new ConnectionEnvironment(variables, home, "os"));
  }
}
