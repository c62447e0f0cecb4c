package dev.pgext.config;

/** A choice among words, each spelled as users write it. */
public interface Keyword {

  /** The word in a configuration file. */
  String keyword();
}
