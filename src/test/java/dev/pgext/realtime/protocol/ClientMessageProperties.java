package dev.pgext.realtime.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.realtime.protocol.ClientMessageReader.Reading;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random and mutated frames are understood or refused, and nothing else happens. */
class ClientMessageProperties {
  private static final int FRAMES = Boolean.getBoolean("pgext.stress") ? 50_000 : 2_000;

  private static final List<String> SEEDS =
      List.of(
          "{\"type\":\"subscribe\",\"table\":\"tasks\",\"events\":[\"insert\"],\"since\":\"1-0/1-2\"}",
          "{\"type\":\"broadcast\",\"channel\":\"c\",\"event\":\"e\",\"payload\":{\"a\":[1,2]},\"ack\":true}",
          "{\"type\":\"presence\",\"channel\":\"c\",\"state\":{}}",
          "{\"type\":\"ping\",\"ref\":1e9999}",
          "{\"type\":\"auth\",\"token\":\"x.y.z\"}");

  @Test
  void everyFrameIsUnderstoodOrRefused() {
    Random random = new Random(4);
    for (int n = 0; n < FRAMES; n++) {
      assertThat(ClientMessageReader.read(frame(random))).isNotNull();
    }
  }

  @Test
  void theSeedsAreUnderstood() {
    assertThat(SEEDS)
        .allMatch(seed -> ClientMessageReader.read(seed) instanceof Reading.Understood);
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    assertThat(ClientMessageReader.read("[".repeat(100_000))).isInstanceOf(Reading.Faulty.class);
  }

  private static String frame(Random random) {
    StringBuilder frame = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
    for (int change = random.nextInt(6); change >= 0; change--) {
      int place = random.nextInt(frame.length());
      char other = (char) random.nextInt(random.nextBoolean() ? 128 : 65_536);
      switch (random.nextInt(3)) {
        case 0 -> frame.setCharAt(place, other);
        case 1 -> frame.insert(place, other);
        default -> frame.deleteCharAt(place);
      }
    }
    return frame.toString();
  }
}
