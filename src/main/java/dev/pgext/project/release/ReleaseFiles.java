package dev.pgext.project.release;

import dev.pgext.project.functions.FunctionSet;
import dev.pgext.project.functions.Functions.Pruning;
import java.util.TreeMap;

/**
 * What a project has for a release besides its migrations.
 *
 * @param pruning what becomes of functions whose files are gone
 */
public record ReleaseFiles(FrontendFolder frontend, FunctionSet functions, Pruning pruning) {

  /** The functions as names. */
  Manifest functionNames() {
    return new Manifest(new TreeMap<>(functions.hashes()));
  }
}
