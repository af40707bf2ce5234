package io.scorejar.kernel;

import java.util.function.Supplier;

/**
 * A kernel that takes a forest and is not made yet.
 *
 * @param name as {@code scorejar.kernel} names it
 * @param made makes it
 */
record Offer<K>(String name, Supplier<K> made) {}
