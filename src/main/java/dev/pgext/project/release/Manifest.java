package dev.pgext.project.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files as names: from each path to its content's hash, in the order of paths.
 *
 * @param files not to be changed
 */
public record Manifest(SortedMap<String, String> files) {
  static final Manifest EMPTY = new Manifest(new TreeMap<>());

  public Manifest {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** What another one has, compared with this. */
  public record Changes(List<String> added, List<String> changed, List<String> removed) {
    public Changes {
      added = List.copyOf(added);
      changed = List.copyOf(changed);
      removed = List.copyOf(removed);
    }

    public boolean none() {
      return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /** For people, such as {@code +1 ~2 -1}. */
    public String summary() {
      return Stream.of(counted("+", added), counted("~", changed), counted("-", removed))
          .filter(part -> !part.isEmpty())
          .collect(Collectors.joining(" "));
    }

    private static String counted(String sign, List<String> paths) {
      return paths.isEmpty() ? "" : sign + paths.size();
    }
  }

  /** What becomes of it with {@code next}. */
  public Changes to(Manifest next) {
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Map.Entry<String, String> file : next.files.entrySet()) {
      String here = files.get(file.getKey());
      if (here == null) {
        added.add(file.getKey());
      } else if (!here.equals(file.getValue())) {
        changed.add(file.getKey());
      }
    }
    List<String> removed =
        files.keySet().stream().filter(path -> !next.files.containsKey(path)).toList();
    return new Changes(added, changed, removed);
  }

  /** Apart from the class, which is loaded where nothing is deployed, too. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
    static final TypeReference<TreeMap<String, String>> FILES = new TypeReference<>() {};
  }

  static Manifest parse(String json) {
    try {
      return new Manifest(Json.MAPPER.readValue(json, Json.FILES));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest that is none", e);
    }
  }

  String json() {
    try {
      return Json.MAPPER.writeValueAsString(files);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
