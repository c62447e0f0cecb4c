package dev.pgext.response;

import dev.pgext.catalog.MediaType;
import dev.pgext.error.Header;
import dev.pgext.request.ApiRequest;
import java.util.List;

/** What a body is: its type, and its schema where that was negotiated. */
final class ContentHeaders {
  private ContentHeaders() {}

  static List<Header> of(MediaType mediaType, ApiRequest request) {
    Header type = new Header("Content-Type", mediaType.contentType());
    return request.profileNegotiated()
        ? List.of(type, new Header("Content-Profile", request.schema()))
        : List.of(type);
  }
}
