package dev.pgext.realtime.cdc;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Images from which values are missing, as the stream's often are. */
public final class PartialImages {
  private PartialImages() {}

  /** An image with some of its values not sent. */
  public static Tuple without(Tuple image, IntPredicate missing) {
    StringBuilder all = new StringBuilder();
    int[] starts = new int[image.size()];
    int[] lengths = new int[image.size()];
    int end = 0;
    for (int column = 0; column < image.size(); column++) {
      String text = image.text(column);
      starts[column] = end;
      boolean absent = missing.test(column);
      lengths[column] = absent ? -2 : -1;
      if (text != null && !absent) {
        lengths[column] = text.getBytes(StandardCharsets.UTF_8).length;
        end += lengths[column];
        all.append(text);
      }
    }
    return new Tuple(all.toString().getBytes(StandardCharsets.UTF_8), starts, lengths);
  }
}
