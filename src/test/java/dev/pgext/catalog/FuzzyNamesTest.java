package dev.pgext.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FuzzyNamesTest {
  private static final FuzzyNames STATES =
      FuzzyNames.of(
          List.of(
              "Alabama",
              "Alaska",
              "American Samoa",
              "Arizona",
              "Arkansas",
              "California",
              "Colorado",
              "Connecticut",
              "Delaware",
              "District of Columbia",
              "Florida",
              "Georgia",
              "Guam",
              "Hawaii",
              "Idaho",
              "Illinois",
              "Indiana",
              "Iowa",
              "Kansas",
              "Kentucky",
              "Louisiana",
              "Maine",
              "Maryland",
              "Massachusetts",
              "Michigan",
              "Minnesota",
              "Mississippi",
              "Missouri",
              "Montana",
              "Nebraska",
              "Nevada",
              "New Hampshire",
              "New Jersey",
              "New Mexico",
              "New York",
              "North Carolina",
              "North Dakota",
              "Northern Marianas Islands",
              "Ohio",
              "Oklahoma",
              "Oregon",
              "Pennsylvania",
              "Puerto Rico",
              "Rhode Island",
              "South Carolina",
              "South Dakota",
              "Tennessee",
              "Texas",
              "Utah",
              "Vermont",
              "Virginia",
              "Virgin Islands",
              "Washington",
              "West Virginia",
              "Wisconsin",
              "Wyoming"));

  @Test
  void suggestionsAreThoseThatTheLibrarysManualShows() {
    assertThat(STATES.matches("Burger Islands", 0.33))
        .containsExactly(
            new FuzzyNames.Match("Virgin Islands", 0.7142857142857143),
            new FuzzyNames.Match("Rhode Island", 0.5714285714285714),
            new FuzzyNames.Match("Northern Marianas Islands", 0.44),
            new FuzzyNames.Match("Maryland", 0.35714285714285715));
    assertThat(STATES.matches("CanOfSauce", 0.33))
        .containsExactly(new FuzzyNames.Match("Kansas", 0.4));
  }

  @Test
  void ofEqualScoresTheOneWithMoreSharedPiecesComesFirst() {
    assertThat(STATES.matches("Transylvania", 0.33).stream().map(FuzzyNames.Match::name))
        .containsExactly("Pennsylvania", "California", "Kansas", "Arkansas");
  }

  @ParameterizedTest
  @CsvSource({
    "Alaska, Alaska",
    "alaska, Alaska",
    "Why-oh-me-ing, Wyoming",
    "Connect a cat, Connecticut",
  })
  void theNearestNameIsFoundWhateverItsCase(String misspelled, String expected) {
    assertThat(STATES.nearest(misspelled, FuzzyNames.MINIMUM_SCORE)).contains(expected);
  }

  @Test
  void aNameBelowTheMinimumIsNotSuggested() {
    FuzzyNames names = FuzzyNames.of(List.of("projects"));
    assertThat(names.nearest("projectx", 0.75)).contains("projects");
    assertThat(names.nearest("projecxx", 0.75)).contains("projects");
    assertThat(names.nearest("projexxx", 0.75)).isEmpty();
  }

  @Test
  void parametersOfOverloadsAreComparedAsOneText() {
    FuzzyNames overloads = FuzzyNames.of(List.of("(name, param, val)", "(attr, id)"));
    assertThat(overloads.nearest("(nam, pqaram, vall)", 0.33)).contains("(name, param, val)");
    assertThat(overloads.nearest("(id)", 0.33)).contains("(attr, id)");
    assertThat(overloads.nearest("(noclosealternative)", 0.33)).isEmpty();
  }

  @Test
  void nothingIsSuggestedOutOfNothing() {
    assertThat(FuzzyNames.of(Collections.emptyList()).nearest("a", 0)).isEmpty();
    assertThat(FuzzyNames.of(List.of("abc")).nearest("", 0)).isEmpty();
  }
}
