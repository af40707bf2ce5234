/**
 * Reasons for a score: what each column adds to it. {@link io.scorejar.reasons.Reasons} is the way
 * in; {@code docs/reasons.md} says what the numbers are.
 */
package io.scorejar.reasons;
