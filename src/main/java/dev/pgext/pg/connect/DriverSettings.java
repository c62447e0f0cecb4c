package dev.pgext.pg.connect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * libpq's settings in pgjdbc's words.
 *
 * <p>See <a href="https://jdbc.postgresql.org/documentation/use/">pgjdbc: connection
 * parameters</a>.
 */
final class DriverSettings {

  static final String FULLY_VERIFIED = "verify-full";

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", FULLY_VERIFIED);

  private static final Map<String, String> SERVER_TYPES =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "read-only", "secondary",
          "primary", "primary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  private DriverSettings() {}

  /** What the driver would misunderstand. */
  static List<String> check(Map<ConnectionKey, String> settings, List<ServerAddress> servers) {
    List<String> faults = new ArrayList<>();
    oneOf(ConnectionKey.SSLMODE, settings, SSL_MODES, faults);
    oneOf(ConnectionKey.TARGET_SESSION_ATTRS, settings, SERVER_TYPES.keySet(), faults);
    oneOf(ConnectionKey.LOAD_BALANCE_HOSTS, settings, Set.of("disable", "random"), faults);
    oneOf(ConnectionKey.SSLNEGOTIATION, settings, Set.of("postgres", "direct"), faults);
    oneOf(ConnectionKey.CHANNEL_BINDING, settings, Set.of("disable", "prefer", "require"), faults);
    oneOf(ConnectionKey.GSSENCMODE, settings, Set.of("disable", "prefer", "require"), faults);
    oneOf(ConnectionKey.KEEPALIVES, settings, Set.of("0", "1"), faults);
    String timeout = settings.getOrDefault(ConnectionKey.CONNECT_TIMEOUT, "0");
    if (!timeout.strip().matches("-?\\d{1,9}")) {
      faults.add(
          "invalid integer value \""
              + timeout
              + "\" for connection option"
              + " \"connect_timeout\"");
    }
    return faults;
  }

  private static void oneOf(
      ConnectionKey key,
      Map<ConnectionKey, String> settings,
      Set<String> values,
      List<String> faults) {
    String value = settings.get(key);
    if (value != null && !values.contains(value)) {
      faults.add("invalid " + key.keyword() + " value: \"" + value + "\"");
    }
  }

  static String url(ConnectionTarget target) {
    String hosts =
        target.servers().stream().map(DriverSettings::host).collect(Collectors.joining(","));
    String database = URLEncoder.encode(target.database(), StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + hosts + "/" + database.replace("+", "%20");
  }

  private static String host(ServerAddress server) {
    String host = server.driverHost();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
  }

  static Properties properties(ConnectionTarget target) {
    Properties properties = new Properties();
    properties.setProperty("user", target.user());
    copy(target, ConnectionKey.PASSWORD, "password", properties);
    copy(target, ConnectionKey.OPTIONS, "options", properties);
    copy(target, ConnectionKey.CHANNEL_BINDING, "channelBinding", properties);
    copy(target, ConnectionKey.REQUIRE_AUTH, "requireAuth", properties);
    copy(target, ConnectionKey.KRBSRVNAME, "kerberosServerName", properties);
    target.applicationName().ifPresent(name -> properties.setProperty("ApplicationName", name));
    target
        .setting(ConnectionKey.CONNECT_TIMEOUT)
        .ifPresent(
            text -> properties.setProperty("connectTimeout", Integer.toString(timeout(text))));
    target
        .setting(ConnectionKey.TARGET_SESSION_ATTRS)
        .map(SERVER_TYPES::get)
        .ifPresent(type -> properties.setProperty("targetServerType", type));
    properties.setProperty(
        "loadBalanceHosts",
        target
            .setting(ConnectionKey.LOAD_BALANCE_HOSTS)
            .map("random"::equals)
            .orElse(false)
            .toString());
    properties.setProperty(
        "tcpKeepAlive",
        target.setting(ConnectionKey.KEEPALIVES).map("1"::equals).orElse(true).toString());
    // Like libpq, the driver then has no memory of which host was away a moment ago.
    properties.setProperty("hostRecheckSeconds", "0");
    encryption(target, properties);
    sockets(target, properties);
    return properties;
  }

  /** Zero and less is forever; one second is too short for libpq, which takes two. */
  private static int timeout(String text) {
    int seconds = Integer.parseInt(text.strip());
    return seconds == 1 ? 2 : Math.max(0, seconds);
  }

  private static void encryption(ConnectionTarget target, Properties properties) {
    if (target.servers().stream().allMatch(ServerAddress::isUnixSocket)) {
      properties.setProperty("sslmode", "disable");
      properties.setProperty("gssEncMode", "disable");
      return;
    }
    copy(target, ConnectionKey.SSLNEGOTIATION, "sslNegotiation", properties);
    copy(target, ConnectionKey.SSLCERT, "sslcert", properties);
    copy(target, ConnectionKey.SSLKEY, "sslkey", properties);
    target
        .setting(ConnectionKey.SSLKEY)
        .flatMap(ClientKey::algorithm)
        .ifPresent(algorithm -> properties.setProperty("pemKeyAlgorithm", algorithm));
    copy(target, ConnectionKey.SSLPASSWORD, "sslpassword", properties);
    copy(target, ConnectionKey.GSSENCMODE, "gssEncMode", properties);
    String root = target.setting(ConnectionKey.SSLROOTCERT).orElse("");
    String mode = target.setting(ConnectionKey.SSLMODE).orElse("prefer");
    if (root.equals("system")) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
      properties.setProperty("sslmode", FULLY_VERIFIED);
      return;
    }
    if (!root.isEmpty()) {
      properties.setProperty("sslrootcert", root);
    }
    // With a root certificate libpq verifies also where the mode is only "require".
    properties.setProperty(
        "sslmode", mode.equals("require") && !root.isEmpty() ? "verify-ca" : mode);
  }

  private static void sockets(ConnectionTarget target, Properties properties) {
    List<String> folders =
        target.servers().stream()
            .filter(ServerAddress::isUnixSocket)
            .map(ServerAddress::host)
            .distinct()
            .toList();
    if (!folders.isEmpty()) {
      properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
      properties.setProperty("socketFactoryArg", UnixSocketHosts.argument(folders));
    }
  }

  private static void copy(
      ConnectionTarget target, ConnectionKey key, String property, Properties properties) {
    target.setting(key).ifPresent(value -> properties.setProperty(property, value));
  }
}
