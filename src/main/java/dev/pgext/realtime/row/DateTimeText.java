package dev.pgext.realtime.row;

import java.time.LocalDate;

/**
 * PostgreSQL's ISO texts of dates and times as numbers of the same order.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT">PostgreSQL:
 *     date/time output</a>
 */
final class DateTimeText {
  private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final long MICROS = 1_000_000;
  private static final long MICROS_OF_DAY = 86_400 * MICROS;
  private static final String BEFORE_CHRIST = " BC";

  private DateTimeText() {}

  /** Days, or the ends of the scale for infinity. */
  static long date(String text) {
    return switch (text) {
      case "infinity" -> Long.MAX_VALUE;
      case "-infinity" -> Long.MIN_VALUE;
      default -> text.endsWith(BEFORE_CHRIST) ? day(era(text), true) : day(text, false);
    };
  }

  /** Microseconds since 2000, in UTC where the text has an offset. */
  static long timestamp(String text) {
    return switch (text) {
      case "infinity" -> Long.MAX_VALUE;
      case "-infinity" -> Long.MIN_VALUE;
      default -> text.endsWith(BEFORE_CHRIST) ? micros(era(text), true) : micros(text, false);
    };
  }

  private static String era(String text) {
    return text.substring(0, text.length() - BEFORE_CHRIST.length());
  }

  private static long day(String text, boolean beforeChrist) {
    int month = text.indexOf('-');
    int year = Integer.parseInt(text, 0, month, 10);
    return LocalDate.of(
                beforeChrist ? 1 - year : year,
                Integer.parseInt(text, month + 1, month + 3, 10),
                Integer.parseInt(text, month + 4, month + 6, 10))
            .toEpochDay()
        - EPOCH_DAY;
  }

  private static long micros(String text, boolean beforeChrist) {
    int time = text.indexOf(' ') + 1;
    int offset = offset(text, time);
    return day(text.substring(0, time - 1), beforeChrist) * MICROS_OF_DAY
        + time(text.substring(time, offset))
        - (offset < text.length() ? zone(text.substring(offset)) : 0);
  }

  private static int offset(String text, int from) {
    int index = from;
    while (index < text.length() && text.charAt(index) != '+' && text.charAt(index) != '-') {
      index++;
    }
    return index;
  }

  /** {@code 10:00:00.5}. */
  private static long time(String text) {
    int point = text.indexOf('.');
    String seconds = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    return seconds(seconds) * MICROS + Long.parseLong((fraction + "000000").substring(0, 6));
  }

  /** {@code +01}, {@code -03:30} or {@code +00:53:28}. */
  private static long zone(String text) {
    long micros = seconds(text.substring(1)) * MICROS;
    return text.charAt(0) == '-' ? -micros : micros;
  }

  private static long seconds(String text) {
    long seconds = 0;
    int unit = 3600;
    for (int index = 0; index < text.length(); index += 3) {
      seconds += (long) unit * Integer.parseInt(text, index, index + 2, 10);
      unit /= 60;
    }
    return seconds;
  }
}
