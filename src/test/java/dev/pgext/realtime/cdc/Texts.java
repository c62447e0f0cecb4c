package dev.pgext.realtime.cdc;

import java.util.ArrayList;
import java.util.List;

/** A tuple as a list of texts, to compare with. */
final class Texts {
  private Texts() {}

  static List<String> of(Tuple tuple) {
    List<String> texts = new ArrayList<>();
    for (int column = 0; column < tuple.size(); column++) {
      texts.add(tuple.isUnchanged(column) ? "unchanged" : tuple.text(column));
    }
    return texts;
  }
}
