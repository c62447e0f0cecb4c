package dev.pgext.realtime.cdc;

import dev.pgext.config.Config;
import dev.pgext.exec.Connector;
import dev.pgext.observe.Observer;
import java.util.function.Supplier;

/** What a {@link ReplicationSource} is made of. */
record ReplicationParts(
    Connector connector,
    Config.Source source,
    long walCap,
    Supplier<OutputSettings> output,
    Observer observer,
    Pace pace) {}
