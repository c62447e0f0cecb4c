package dev.pgext.realtime.message;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key with which the database signs its messages. Immutable and thread-safe; it shows in no
 * text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104: HMAC</a>
 */
public final class MessageKey {
  private static final String ALGORITHM = "HmacSHA256";

  private static final String READABLE =
      "SELECT coalesce(has_function_privilege(to_regprocedure('pgext.signing_key()'), 'EXECUTE'),"
          + " false)";

  private final @Nullable SecretKeySpec key;

  private MessageKey(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  /** Where there is none: no signature is good. */
  public static final MessageKey NONE = new MessageKey(null);

  /** A key of these bytes. */
  public static MessageKey of(byte[] key) {
    return new MessageKey(new SecretKeySpec(key, ALGORITHM));
  }

  /** The database's key; {@link #NONE} where nothing is installed or the role may not read it. */
  public static MessageKey read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery(READABLE)) {
        rows.next();
        if (!rows.getBoolean(1)) {
          return NONE;
        }
      }
      try (ResultSet rows = statement.executeQuery("SELECT pgext.signing_key()")) {
        rows.next();
        return of(rows.getBytes(1));
      }
    }
  }

  /** Whether the text bears this key's signature, given in hexadecimal digits. */
  boolean verifies(String signature, String text) {
    if (key == null) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] expected = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature));
    } catch (IllegalArgumentException notHexadecimal) {
      return false;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
