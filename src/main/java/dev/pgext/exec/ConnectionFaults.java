package dev.pgext.exec;

import dev.pgext.pg.connect.ConnectionTarget;
import dev.pgext.pg.connect.ServerAddress;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says what went wrong with a connection in libpq's words, which PostgREST's clients and log
 * parsers know.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">PostgreSQL: libpq</a>
 */
final class ConnectionFaults {
  private static final String LOST =
      """
      server closed the connection unexpectedly
      \tThis probably means the server terminated abnormally
      \tbefore or while processing the request.
      """;
  private static final String IS_LOCAL =
      "\tIs the server running locally and accepting connections on that socket?\n";
  private static final String IS_REMOTE =
      "\tIs the server running on that host and accepting TCP/IP connections?\n";

  private ConnectionFaults() {}

  /**
   * Of a connection that broke while it was used. Of a backend that said goodbye libpq's clients
   * hear only when they try to end their transaction.
   */
  static String clientText(SQLException failure) {
    String state = DatabaseErrors.sqlState(failure);
    boolean closed = state.equals("08003") || state.startsWith("57P0");
    return closed ? "no connection to the server\n" : LOST;
  }

  /** Of a connection that could not be opened. */
  static String connectText(SQLException failure, ConnectionTarget target) {
    Throwable cause = rootCause(failure);
    // pgjdbc tells of the last server that it tried.
    ServerAddress server = target.servers().getLast();
    if (cause instanceof UnknownHostException) {
      return "could not translate host name \"%s\" to address: Name or service not known\n"
          .formatted(server.host());
    }
    return "connection to server %s failed: %s"
        .formatted(place(server), reason(failure, cause, server));
  }

  private static String place(ServerAddress server) {
    return server.isUnixSocket()
        ? "on socket \"" + server + "\""
        : "at " + host(server.host()) + ", port " + server.port();
  }

  private static String reason(SQLException failure, Throwable cause, ServerAddress server) {
    ServerErrorMessage raised = DatabaseErrors.raised(failure);
    if (raised != null) {
      return raised.getSeverity() + ":  " + raised.getMessage() + "\n" + lines(raised);
    }
    return switch (cause) {
      case SocketException system ->
          system.getMessage() + "\n" + (server.isUnixSocket() ? IS_LOCAL : IS_REMOTE);
      case SocketTimeoutException late -> "timeout expired\n";
      default ->
          "08004".equals(failure.getSQLState())
              ? "fe_sendauth: no password supplied\n"
              : failure.getMessage() + "\n";
    };
  }

  private static String lines(ServerErrorMessage raised) {
    return line("DETAIL", raised.getDetail()) + line("HINT", raised.getHint());
  }

  private static String line(String label, @Nullable String text) {
    return text == null ? "" : label + ":  " + text + "\n";
  }

  private static String host(String host) {
    try {
      String address = InetAddress.getByName(host).getHostAddress();
      return host.equals(address) ? "\"" + host + "\"" : "\"" + host + "\" (" + address + ")";
    } catch (UnknownHostException e) {
      return "\"" + host + "\"";
    }
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
