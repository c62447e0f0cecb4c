package dev.pgext.config;

import static dev.pgext.config.SettingFacts.Origin.PGEXT;
import static dev.pgext.config.SettingTypes.BOOLEAN;
import static dev.pgext.config.SettingTypes.LIST;
import static dev.pgext.config.SettingTypes.PATH;
import static dev.pgext.config.SettingTypes.TEXT;
import static dev.pgext.config.SettingTypes.WEBSOCKET_URI;
import static dev.pgext.config.SettingTypes.integer;
import static dev.pgext.config.SettingTypes.socketMode;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Rows of the table: {@code server-*}, {@code admin-server-*} and what browsers are given. */
final class ServerRows {

  static final Setting<String> SERVER_HOST =
      Setting.of("server-host", TEXT, "!4", c -> c.server().host())
          .fixed()
          .says(
              "The address the API listens on; * any, *4 and *6 prefer, !4 and !6 require a family.");

  static final Setting<Integer> SERVER_PORT =
      Setting.of("server-port", integer("server-port", 0, 65_535), 3000, c -> c.server().port())
          .fixed()
          .says("The port the API listens on; 0 takes a free one.");

  static final Setting<Boolean> SERVER_REUSEPORT =
      Setting.of("server-reuseport", BOOLEAN, false, c -> c.server().reusePort())
          .fixed()
          .says("Share the port with other processes, so that a new one can take over.");

  static final Setting<Path> SERVER_UNIX_SOCKET =
      Setting.<Path>of("server-unix-socket", PATH, null, c -> c.server().unixSocket())
          .fixed()
          .example("\"/tmp/pgrst.sock\"")
          .says("A unix socket the API listens on instead of the port.");

  static final Setting<SocketMode> SERVER_UNIX_SOCKET_MODE =
      Setting.of(
              "server-unix-socket-mode",
              socketMode("server-unix-socket-mode"),
              SocketMode.DEFAULT,
              c -> c.server().unixSocketMode())
          .fixed()
          .says("The file mode of server-unix-socket, octal from 600 to 777.");

  static final Setting<String> SERVER_TRACE_HEADER =
      Setting.<String>of("server-trace-header", TEXT, null, c -> c.server().traceHeader())
          .inDatabase()
          .example("\"X-Request-Id\"")
          .says("A request header that the response repeats.");

  static final Setting<Boolean> SERVER_TIMING_ENABLED =
      Setting.of("server-timing-enabled", BOOLEAN, false, c -> c.server().timingEnabled())
          .inDatabase()
          .says("Send the Server-Timing header.");

  static final Setting<List<String>> SERVER_CORS_ALLOWED_ORIGINS =
      Setting.of(
              "server-cors-allowed-origins",
              LIST,
              List.<String>of(),
              c -> c.server().corsAllowedOrigins())
          .inDatabase()
          .example("\"https://example.com, https://example.org\"")
          .says("The origins that CORS admits; all of them when empty.");

  static final Setting<String> ADMIN_SERVER_HOST =
      Setting.of("admin-server-host", TEXT, "!4", c -> c.admin().host())
          .alias("server-host")
          .fixed()
          .says("The address the admin server listens on; that of the API when unset.");

  static final Setting<Integer> ADMIN_SERVER_PORT =
      Setting.<Integer>of(
              "admin-server-port",
              integer("admin-server-port", -1, 65_535),
              null,
              c -> c.admin().port())
          .fixed()
          .example("3001")
          .says("The port of health checks and metrics; without it there is no admin server.");

  static final Setting<Path> ADMIN_SERVER_UNIX_SOCKET =
      Setting.<Path>of("admin-server-unix-socket", PATH, null, c -> c.admin().unixSocket())
          .fixed()
          .example("\"/tmp/pgrst-admin.sock\"")
          .says("A unix socket the admin server listens on instead of its port.");

  static final Setting<SocketMode> ADMIN_SERVER_UNIX_SOCKET_MODE =
      Setting.of(
              "admin-server-unix-socket-mode",
              socketMode("admin-server-unix-socket-mode"),
              SocketMode.DEFAULT,
              c -> c.admin().unixSocketMode())
          .fixed()
          .says("The file mode of admin-server-unix-socket, octal from 600 to 777.");

  static final Setting<String> ADMIN_LOGS_TOKEN =
      Setting.<String>of("admin-logs-token", TEXT, null, c -> c.admin().logsToken())
          .fixed()
          .origin(PGEXT)
          .example("\"a long random token\"")
          .says(
              "The token for the admin server's /logs, of 16 characters at least; without it there is no"
                  + " /logs. @file reads it from a file.");

  static final Setting<Path> FRONTEND_DIR =
      Setting.<Path>of("frontend-dir", PATH, null, c -> c.web().frontendDir())
          .fixed()
          .origin(PGEXT)
          .example("\"frontend\"")
          .says("A folder whose files are served to browsers.");

  static final Setting<URI> WEBSOCKET_SERVER_URL =
      Setting.<URI>of(
              "websocket-server-url", WEBSOCKET_URI, null, c -> c.web().websocketServerUrl())
          .platform("WEBSOCKET_SERVER_URL")
          .origin(PGEXT)
          .example("\"wss://example.com/\"")
          .says("Where browsers reach the websocket, if not at the API's own address.");

  /** The rows, in order. */
  static final List<Setting<?>> ALL =
      List.of(
          SERVER_HOST,
          SERVER_PORT,
          SERVER_REUSEPORT,
          SERVER_UNIX_SOCKET,
          SERVER_UNIX_SOCKET_MODE,
          SERVER_TRACE_HEADER,
          SERVER_TIMING_ENABLED,
          SERVER_CORS_ALLOWED_ORIGINS,
          ADMIN_SERVER_HOST,
          ADMIN_SERVER_PORT,
          ADMIN_SERVER_UNIX_SOCKET,
          ADMIN_SERVER_UNIX_SOCKET_MODE,
          ADMIN_LOGS_TOKEN,
          FRONTEND_DIR,
          WEBSOCKET_SERVER_URL);

  private ServerRows() {}
}
