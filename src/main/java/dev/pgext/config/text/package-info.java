/** Reading the small languages that settings are written in. */
@NullMarked
package dev.pgext.config.text;

import org.jspecify.annotations.NullMarked;
