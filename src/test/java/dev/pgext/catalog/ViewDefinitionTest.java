package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgext.catalog.ViewDefinition.Origin;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewDefinitionTest {

  @Test
  void originsComeFromTheOutermostTargetList() {
    String tree =
        "({QUERY :commandType 1 :rtable ({RTE :subquery {QUERY :targetList ({TARGETENTRY :resno 1"
            + " :resorigtbl 7 :resorigcol 7 :resjunk false})}}) :targetList ({TARGETENTRY :expr"
            + " {VAR :varno 1} :resno 1 :resname id :ressortgroupref 0 :resorigtbl 16385"
            + " :resorigcol 3 :resjunk false} {TARGETENTRY :expr {CONST :constvalue <>} :resno 2"
            + " :resname x :resorigtbl 0 :resorigcol 0 :resjunk false}) :override 0})";
    assertThat(ViewDefinition.origins(tree)).isEqualTo(Map.of(1, new Origin(16385, 3)));
  }

  @Test
  void bracesWithinNamesDoNotCount() {
    String tree =
        "({QUERY :targetList ({TARGETENTRY :resno 1 :resname a\\{\\}\\)\\ :resno\\ 9 :resorigtbl"
            + " 5 :resorigcol 1 :resjunk false})})";
    assertThat(ViewDefinition.origins(tree)).isEqualTo(Map.of(1, new Origin(5, 1)));
  }

  @Test
  void anEmptyTargetListHasNoOrigins() {
    assertThat(ViewDefinition.origins("({QUERY :targetList <> :override 0})")).isEmpty();
  }

  @Test
  void anOidBeyondTwoBillionKeepsItsBits() {
    String tree =
        "({QUERY :targetList ({TARGETENTRY :resno 1 :resorigtbl 4000000000 :resorigcol 1})})";
    assertThat(ViewDefinition.origins(tree))
        .isEqualTo(Map.of(1, new Origin((int) 4_000_000_000L, 1)));
  }
}
