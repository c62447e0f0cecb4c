package dev.pgext.realtime.row;

/** Turns the text form of one type's values into JSON. Pure and thread-safe. */
interface ValueJson {

  /** Writes the value whose text lies in {@code data}. */
  void write(byte[] data, int from, int to, JsonBuffer out);
}
