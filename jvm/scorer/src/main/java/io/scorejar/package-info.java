/**
 * Opens a model jar, scores rows, and changes versions while it runs; needs the JDK alone.
 *
 * <p>{@link io.scorejar.ScorerJar} opens one jar and hands out a {@link io.scorejar.Scorer}; {@link
 * io.scorejar.LiveScorer} does so for the newest good version in a {@link
 * io.scorejar.ModelRepository}. What a row is says {@link io.scorejar.Schema}. Engines join by
 * {@link io.scorejar.EngineProvider}.
 */
package io.scorejar;
