package dev.pgext.pg.connect;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of libpq, and what becomes of each: the allow list of connection strings.
 *
 * <p>pgjdbc's own keys are not among them: some would break the one-round-trip transaction. See <a
 * href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS">PostgreSQL:
 * parameter key words</a>.
 */
enum ConnectionKey {
  HOST("host", "PGHOST", Use.TAKEN),
  HOSTADDR("hostaddr", "PGHOSTADDR", Use.TAKEN),
  PORT("port", "PGPORT", Use.TAKEN),
  DBNAME("dbname", "PGDATABASE", Use.TAKEN),
  USER("user", "PGUSER", Use.TAKEN),
  PASSWORD("password", "PGPASSWORD", Use.TAKEN),
  PASSFILE("passfile", "PGPASSFILE", Use.TAKEN),
  OPTIONS("options", "PGOPTIONS", Use.TAKEN),
  APPLICATION_NAME("application_name", "PGAPPNAME", Use.TAKEN),
  FALLBACK_APPLICATION_NAME("fallback_application_name", null, Use.TAKEN),
  CONNECT_TIMEOUT("connect_timeout", "PGCONNECT_TIMEOUT", Use.TAKEN),
  TARGET_SESSION_ATTRS("target_session_attrs", "PGTARGETSESSIONATTRS", Use.TAKEN),
  LOAD_BALANCE_HOSTS("load_balance_hosts", "PGLOADBALANCEHOSTS", Use.TAKEN),
  KEEPALIVES("keepalives", null, Use.TAKEN),
  SSLMODE("sslmode", "PGSSLMODE", Use.TAKEN),
  SSLNEGOTIATION("sslnegotiation", "PGSSLNEGOTIATION", Use.TAKEN),
  SSLCERT("sslcert", "PGSSLCERT", Use.TAKEN),
  SSLKEY("sslkey", "PGSSLKEY", Use.TAKEN),
  SSLPASSWORD("sslpassword", null, Use.TAKEN),
  SSLROOTCERT("sslrootcert", "PGSSLROOTCERT", Use.TAKEN),
  CHANNEL_BINDING("channel_binding", "PGCHANNELBINDING", Use.TAKEN),
  REQUIRE_AUTH("require_auth", "PGREQUIREAUTH", Use.TAKEN),
  GSSENCMODE("gssencmode", "PGGSSENCMODE", Use.TAKEN),
  KRBSRVNAME("krbsrvname", "PGKRBSRVNAME", Use.TAKEN),
  CLIENT_ENCODING("client_encoding", "PGCLIENTENCODING", Use.IGNORED),
  KEEPALIVES_IDLE("keepalives_idle", null, Use.IGNORED),
  KEEPALIVES_INTERVAL("keepalives_interval", null, Use.IGNORED),
  KEEPALIVES_COUNT("keepalives_count", null, Use.IGNORED),
  TCP_USER_TIMEOUT("tcp_user_timeout", null, Use.IGNORED),
  SSLCOMPRESSION("sslcompression", "PGSSLCOMPRESSION", Use.IGNORED),
  SSLSNI("sslsni", "PGSSLSNI", Use.IGNORED),
  GSSLIB("gsslib", "PGGSSLIB", Use.IGNORED),
  GSSDELEGATION("gssdelegation", "PGGSSDELEGATION", Use.IGNORED),
  SSLCERTMODE("sslcertmode", "PGSSLCERTMODE", Use.REFUSED),
  SSLCRL("sslcrl", "PGSSLCRL", Use.REFUSED),
  SSLCRLDIR("sslcrldir", "PGSSLCRLDIR", Use.REFUSED),
  SSL_MIN_PROTOCOL_VERSION("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", Use.REFUSED),
  SSL_MAX_PROTOCOL_VERSION("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", Use.REFUSED),
  REQUIREPEER("requirepeer", "PGREQUIREPEER", Use.REFUSED),
  REPLICATION("replication", null, Use.REFUSED),
  SERVICE("service", "PGSERVICE", Use.REFUSED);

  private final String keyword;
  private final @Nullable String variable;
  private final Use use;

  ConnectionKey(String keyword, @Nullable String variable, Use use) {
    this.keyword = keyword;
    this.variable = variable;
    this.use = use;
  }

  /** What becomes of a key. */
  enum Use {
    TAKEN,
    /** Harmless: the connection is as safe and as right without it. */
    IGNORED,
    /** Somebody relies on it and we cannot keep the promise. */
    REFUSED
  }

  String keyword() {
    return keyword;
  }

  @Nullable String variable() {
    return variable;
  }

  Use use() {
    return use;
  }

  static Optional<ConnectionKey> of(String keyword) {
    return Arrays.stream(values()).filter(key -> key.keyword.equals(keyword)).findFirst();
  }
}
