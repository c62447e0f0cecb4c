package dev.pgext.launcher;

import java.util.Arrays;

/** A Java version such as {@code 1.8.0_412}, {@code 17.0.15} or {@code 26-ea}; newer is greater. */
final class JavaVersion implements Comparable<JavaVersion> {

  private final String text;
  private final int[] numbers;

  private JavaVersion(String text, int[] numbers) {
    this.text = text;
    this.numbers = numbers;
  }

  static JavaVersion parse(String text) {
    String modern = text.startsWith("1.") ? text.substring(2) : text;
    int[] numbers = new int[modern.length()];
    int count = 0;
    int begin = 0;
    for (int end = 0; end <= modern.length(); end++) {
      if (end == modern.length() || !isDigit(modern.charAt(end))) {
        if (end > begin) {
          numbers[count++] = number(modern.substring(begin, end));
        }
        begin = end + 1;
      }
    }
    return new JavaVersion(text, Arrays.copyOf(numbers, count));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String digits) {
    return digits.length() > 9 ? 0 : Integer.parseInt(digits);
  }

  /** The first number: 8, 17, 25. */
  int feature() {
    return numbers.length == 0 ? 0 : numbers[0];
  }

  @Override
  public int compareTo(JavaVersion other) {
    for (int i = 0; i < Math.max(numbers.length, other.numbers.length); i++) {
      int order = Integer.compare(at(i), other.at(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int at(int index) {
    return index < numbers.length ? numbers[index] : 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JavaVersion && compareTo((JavaVersion) other) == 0;
  }

  @Override
  public int hashCode() {
    return feature();
  }

  @Override
  public String toString() {
    return text;
  }
}
