package dev.pgext.plan;

import dev.pgext.request.SelectItem;
import dev.pgext.request.SelectItem.EmbedItem;
import dev.pgext.request.SelectItem.FieldItem;
import dev.pgext.request.SelectItem.SpreadItem;
import java.util.ArrayList;
import java.util.List;

/** What {@code select=} asks of one resource: its own fields, and the resources inside it. */
record Selection(List<FieldItem> fields, List<RequestedEmbed> embeds) {
  Selection {
    fields = List.copyOf(fields);
    embeds = List.copyOf(embeds);
  }

  static Selection of(List<SelectItem> items) {
    List<FieldItem> fields = new ArrayList<>();
    List<RequestedEmbed> embeds = new ArrayList<>();
    for (SelectItem item : items) {
      switch (item) {
        case FieldItem field -> fields.add(field);
        case EmbedItem embed -> embeds.add(RequestedEmbed.of(embed));
        case SpreadItem spread -> embeds.add(RequestedEmbed.of(spread));
      }
    }
    return new Selection(fields, embeds);
  }
}
