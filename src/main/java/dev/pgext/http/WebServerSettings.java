package dev.pgext.http;

import dev.pgext.config.Config;
import dev.pgext.observe.Observer;

/**
 * What a server needs beside its endpoint.
 *
 * @param product for the Server header: {@code pgext/1.0}
 * @param errors writes what the server itself refuses
 * @param observer hears of each request
 */
public record WebServerSettings(
    Listen listen, Config.Limits limits, String product, ErrorWriter errors, Observer observer) {}
