package dev.pgext.realtime.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompositeTextTest {

  @Test
  void valuesAreSeparatedAndNothingIsNull() {
    assertThat(CompositeText.values("(1,abc,)")).containsExactly("1", "abc", null);
    assertThat(CompositeText.values("()")).containsExactly((String) null);
  }

  @Test
  void quotedValuesMayHoldEverything() {
    assertThat(CompositeText.values("(\"a\"\"b\\\\c\",\"\",\"(x,y)\",\" \",\"ü\n\")"))
        .containsExactly("a\"b\\c", "", "(x,y)", " ", "ü\n");
  }
}
